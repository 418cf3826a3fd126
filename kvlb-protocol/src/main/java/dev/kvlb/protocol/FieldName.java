package dev.kvlb.protocol;

/** The fields that frames are made of, by the names that the protocol gives them. */
public enum FieldName {
    /** What came of a request: an {@link ErrorCode}. */
    RESULT("result"),
    /** What a balancer knows a request by; it comes back as it was sent. */
    CLIENT_ID("clientId"),
    /** A key, 0..65,535 bytes. */
    KEY("key"),
    /** A value, 0..65,535 bytes. */
    VALUE("value"),
    /** The size of the cluster. */
    TOTAL_WORKERS("totalWorkers"),
    /** What a worker is known by. */
    WORKER_ID("workerId"),
    /** A host: a name or a literal IP address. */
    ADDRESS("address"),
    /** A TCP port. */
    PORT("port"),
    /** Whether the receiver is to export its data to the worker of this entry. */
    SHOULD_EXPORT_DATA("shouldExportData"),
    /** How many entries an export holds, as far as its sender knew when it began. */
    TOTAL_ENTRIES("totalEntries"),
    /** The port on which a worker takes connections from its peers. */
    PEER_PORT("peerPort"),
    /** What went wrong: an {@link ErrorCode}. */
    ERROR_CODE("errorCode"),
    /** What went wrong, for people. */
    MESSAGE("message"),
    /** The four bytes {@code KVLB}. */
    MAGIC("magic"),
    /** The version of the extensions that the sender speaks. */
    PROTOCOL_VERSION("protocolVersion"),
    /** What the sender, or a member of a view, is. */
    ROLE("role"),
    /** How writes and reads are answered. */
    MODE("mode"),
    /** A set of bits: what the sender can do beyond the extensions' version. */
    CAPABILITIES("capabilities"),
    /** The identity of one run of a process. */
    INCARNATION("incarnation"),
    /** A number that comes back as it was sent. */
    SEQUENCE("sequence"),
    /** The identity of one join of one worker. */
    JOIN("join"),
    /** The epoch of the balancer that made a view. */
    EPOCH("epoch"),
    /** The number of a view within its epoch. */
    VIEW("view"),
    /** The largest version such that it and every one before it are settled. */
    SETTLED("settled"),
    /** How many members a view has. */
    MEMBERS("members"),
    /** The version of a write. */
    VERSION("version"),
    /** How many notifies of one connection have been applied. */
    COUNT("count");

    private final String wireName;

    FieldName(String wireName) {
        this.wireName = wireName;
    }

    /** Returns the name that the protocol's documentation uses, such as {@code clientId}. */
    @Override
    public String toString() {
        return wireName;
    }
}
