/**
 * The KVLB wire protocol: what two programs must agree on to talk.
 *
 * <p>A frame is a type (1 byte), the length of its payload (2 bytes, unsigned) and the payload; all integers are
 * unsigned and big-endian, and keys, values and text stand behind a 2-byte length.
 *
 * <p><img src="doc-files/frame.svg" alt="The 17 bytes of a frame. Its header is the type, 01 for PUT, and the length of the
 * payload, 00 0e for 14. The payload is the key and the value, each of 5 bytes behind its length, 00 05.">
 *
 * <p>There are two ways to handle a frame, and both follow the one {@linkplain dev.kvlb.protocol.MessageType row} that
 * states its layout:
 *
 * <ul>
 *   <li>as a {@link dev.kvlb.protocol.Message}, an immutable record, through {@link dev.kvlb.protocol.FrameCodec}: for
 *       clients, tools and tests;
 *   <li>as a {@link dev.kvlb.protocol.Frame}, a view of the bytes where they lie, written with a
 *       {@link dev.kvlb.protocol.FrameWriter}: for programs that forward frames and must not allocate.
 * </ul>
 *
 * <p>{@link dev.kvlb.protocol.FrameReader} cuts a stream of bytes, in pieces of any size, into frames.
 *
 * <h2>A whole program</h2>
 *
 * <pre>{@code
 * import dev.kvlb.protocol.FrameCodec;
 * import dev.kvlb.protocol.FrameReader;
 * import dev.kvlb.protocol.Key;
 * import dev.kvlb.protocol.MalformedFrameException;
 * import dev.kvlb.protocol.Message;
 * import dev.kvlb.protocol.Value;
 * import java.util.HexFormat;
 *
 * public class Frames {
 *     public static void main(String[] args) throws MalformedFrameException {
 *         byte[] bytes = FrameCodec.encode(new Message.Put(Key.of("Traun"), Value.of("river")));
 *         System.out.println(HexFormat.ofDelimiter(" ").formatHex(bytes));
 *
 *         // What comes from a network may be cut anywhere; here it comes byte by byte.
 *         FrameReader reader = new FrameReader();
 *         for (int i = 0; i < bytes.length; i++) {
 *             reader.read(bytes, i, 1, frame -> {
 *                 System.out.println(frame.type() + ": " + frame.key() + " is a " + frame.value());
 *                 return true;
 *             });
 *         }
 *     }
 * }
 * }</pre>
 *
 * <p>It prints
 *
 * <pre>{@code
 * 01 00 0e 00 05 54 72 61 75 6e 00 05 72 69 76 65 72
 * PUT: Traun is a river
 * }</pre>
 */
package dev.kvlb.protocol;
