package dev.kvlb.protocol;

/** The constants of {@link Message.Hello} and {@link Message.Welcome}. */
public final class Handshake {
    /** The four bytes {@code KVLB}. */
    public static final long MAGIC = 0x4b56_4c42L;

    /** The version of the extensions that this library speaks. */
    public static final int PROTOCOL_VERSION = 1;

    /** The role of a program that puts and gets. */
    public static final int CLIENT = 1;

    /** The role of a program that holds the data. */
    public static final int WORKER = 2;

    /** The role of a program between clients and workers. */
    public static final int BALANCER = 3;

    /** The capability of a client that understands responses with versions: a bit of {@code capabilities}. */
    public static final long VERSIONS = 1;

    private Handshake() {}
}
