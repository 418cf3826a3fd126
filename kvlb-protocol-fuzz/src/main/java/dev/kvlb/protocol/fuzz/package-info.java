/**
 * What tests a codec of the KVLB wire protocol, this library's or another: arbitrary messages and frames for <a
 * href="https://jqwik.net">jqwik</a>, golden frames, and a recorded session.
 *
 * <p><img src="doc-files/sources.svg" alt="MessageArbitraries make any message for an encoder under test. FrameArbitraries make
 * frames for a decoder: whole, damaged, cut up; GoldenFrames are some that were written by hand, with what they say, and
 * RecordedSession is what was once on the wire. The encoder must write what FrameCodec writes; the decoder must read what
 * FrameCodec reads, or refuse it.">
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
 * <p>Depend on {@code dev.kvlb:kvlb-protocol-fuzz} with scope {@code test}, which brings jqwik and its engine along. Then
 * this is a whole test. What is under test stands in it, here a decoder that reads the key of a PUT frame and promises to
 * throw {@code IllegalArgumentException} for whatever is no PUT:
 *
 * <pre>{@code
 * import dev.kvlb.protocol.FrameCodec;
 * import dev.kvlb.protocol.MalformedFrameException;
 * import dev.kvlb.protocol.Message;
 * import dev.kvlb.protocol.MessageType;
 * import dev.kvlb.protocol.fuzz.FrameArbitraries;
 * import java.nio.BufferUnderflowException;
 * import java.nio.ByteBuffer;
 * import java.util.Arrays;
 * import net.jqwik.api.Arbitrary;
 * import net.jqwik.api.ForAll;
 * import net.jqwik.api.Property;
 * import net.jqwik.api.Provide;
 *
 * class DecoderTest {
 *     static byte[] keyOf(byte[] frame) {
 *         ByteBuffer in = ByteBuffer.wrap(frame);
 *         try {
 *             if (in.get() != 1 || Short.toUnsignedInt(in.getShort()) != in.remaining()) {
 *                 throw new IllegalArgumentException("no PUT");
 *             }
 *             byte[] key = new byte[Short.toUnsignedInt(in.getShort())];
 *             in.get(key);
 *             if (Short.toUnsignedInt(in.getShort()) != in.remaining()) {
 *                 throw new IllegalArgumentException("a value of another length");
 *             }
 *             return key;
 *         } catch (BufferUnderflowException e) {
 *             throw new IllegalArgumentException("cut short", e);
 *         }
 *     }
 *
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
 *     boolean itReadsWhatTheCodecReads(@ForAll("puts") byte[] frame) throws MalformedFrameException {
 *         Message.Put expected = (Message.Put) FrameCodec.decode(frame);
 *         return Arrays.equals(expected.key().toBytes(), keyOf(frame));
 *     }
 *
 *     @Property
 *     void itThrowsNothingElse(@ForAll("damaged") byte[] bytes) {
 *         try {
 *             keyOf(bytes);
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
