/**
 * The KVLB wire protocol: what two programs must agree on to talk.
 *
 * <p>A frame is a type (1 byte), the length of its payload (2 bytes, unsigned) and the payload; all integers are
 * unsigned and big-endian, and keys, values and text stand behind a 2-byte length. There are two ways to handle a
 * frame, and both follow the one {@linkplain dev.kvlb.protocol.MessageType row} that states its layout:
 *
 * <ul>
 *   <li>as a {@link dev.kvlb.protocol.Message}, an immutable record, through {@link dev.kvlb.protocol.FrameCodec}: for
 *       clients, tools and tests;
 *   <li>as a {@link dev.kvlb.protocol.Frame}, a view of the bytes where they lie, written with a
 *       {@link dev.kvlb.protocol.FrameWriter}: for programs that forward frames and must not allocate.
 * </ul>
 *
 * <p>{@link dev.kvlb.protocol.FrameReader} cuts a stream of bytes, in pieces of any size, into frames.
 */
package dev.kvlb.protocol;
