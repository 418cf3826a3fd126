package dev.kvlb.internal.link;

import dev.kvlb.protocol.FieldName;
import dev.kvlb.protocol.Frame;
import dev.kvlb.protocol.FrameWriter;
import dev.kvlb.protocol.Handshake;
import dev.kvlb.protocol.MalformedFrameException;
import dev.kvlb.protocol.MessageType;

/** The frames by which two programs tell one another that they speak the extensions. */
public final class Greeting {
    private Greeting() {}

    /** Appends the HELLO of a worker. */
    public static void helloOfWorker(FrameWriter out, long incarnation) {
        hello(out, Handshake.WORKER, 0, incarnation);
    }

    /** Appends the HELLO of a client, which has no identity and understands responses with versions. */
    public static void helloOfClient(FrameWriter out) {
        hello(out, Handshake.CLIENT, Handshake.VERSIONS, 0);
    }

    private static void hello(FrameWriter out, int role, long capabilities, long incarnation) {
        out.begin(MessageType.HELLO)
                .u32(Handshake.MAGIC)
                .u16(Handshake.PROTOCOL_VERSION)
                .u8(role)
                .u64(capabilities)
                .u64(incarnation)
                .end();
    }

    /**
     * Checks a HELLO and appends the WELCOME that answers it.
     *
     * @throws MalformedFrameException if it is no HELLO of this protocol
     */
    public static void answer(Frame hello, FrameWriter out, int role, long incarnation) throws MalformedFrameException {
        if (hello.number(FieldName.MAGIC) != Handshake.MAGIC) {
            throw MalformedFrameException.of(
                    hello,
                    FieldName.MAGIC,
                    Long.toHexString(Handshake.MAGIC),
                    Long.toHexString(hello.number(FieldName.MAGIC)));
        }
        out.begin(MessageType.WELCOME)
                .u16(Handshake.PROTOCOL_VERSION)
                .u8(role)
                .u64(0)
                .u64(incarnation)
                .end();
    }
}
