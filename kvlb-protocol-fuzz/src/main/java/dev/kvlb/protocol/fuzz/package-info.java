/**
 * What tests a codec of the KVLB wire protocol, this library's or another: arbitrary messages and frames for <a
 * href="https://jqwik.net">jqwik</a>, golden frames, and a recorded session.
 *
 * <ul>
 *   <li>{@link dev.kvlb.protocol.fuzz.MessageArbitraries} makes messages of every type: what an encoder must be able to
 *       write.
 *   <li>{@link dev.kvlb.protocol.fuzz.FrameArbitraries} makes frames, whole ones and damaged ones, and splits of a stream:
 *       what a decoder must read, or refuse.
 *   <li>{@link dev.kvlb.protocol.fuzz.GoldenFrames} are frames that were written down by hand, with what they say.
 *   <li>{@link dev.kvlb.protocol.fuzz.RecordedSession} is what crossed the wire between the programs that the protocol was
 *       first written for.
 * </ul>
 *
 * <p>Depend on {@code dev.kvlb:kvlb-protocol-fuzz} with scope {@code test}, which brings jqwik and its engine along. A
 * decoder of PUT frames, say {@code Decoder.put(byte[])}, that promises to throw {@code IllegalArgumentException} for
 * whatever is no PUT, is then tested by two properties:
 *
 * <pre>{@code
 * class DecoderProperties {
 *     @Provide
 *     Arbitrary<byte[]> puts() {
 *         return FrameArbitraries.framesOf(MessageType.PUT);
 *     }
 *
 *     @Provide
 *     Arbitrary<byte[]> damaged() {
 *         return FrameArbitraries.damagedFrames();
 *     }
 *
 *     @Property
 *     void itReadsWhatTheCodecReads(@ForAll("puts") byte[] frame) throws IOException {
 *         Message.Put expected = (Message.Put) FrameCodec.decode(frame);
 *
 *         assertArrayEquals(expected.value().toBytes(), Decoder.put(frame).value());
 *     }
 *
 *     @Property
 *     void itThrowsNothingElse(@ForAll("damaged") byte[] bytes) {
 *         try {
 *             Decoder.put(bytes);
 *         } catch (IllegalArgumentException refused) {
 *             // as promised
 *         }
 *     }
 * }
 * }</pre>
 *
 * <p>Everything here is immutable or made anew for each caller, and safe for use by several threads.
 */
package dev.kvlb.protocol.fuzz;
