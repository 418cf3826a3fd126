package dev.kvlb.protocol;

/**
 * The fields that frames are made of, by the names that the protocol gives them.
 *
 * <p>A field of one name stands on the wire in the same way in every frame that has it.
 */
public enum FieldName {
    /** What came of a request: an {@link ErrorCode}. */
    RESULT("result", FieldType.ERROR),
    /** What a balancer knows a request by; it comes back as it was sent. */
    CLIENT_ID("clientId", FieldType.U32),
    /** A key, 0..65,535 bytes. */
    KEY("key", FieldType.KEY),
    /** A value, 0..65,535 bytes. */
    VALUE("value", FieldType.VALUE),
    /** The size of the cluster. */
    TOTAL_WORKERS("totalWorkers", FieldType.U32),
    /** What a worker is known by. */
    WORKER_ID("workerId", FieldType.U32),
    /** A host: a name or a literal IP address. */
    ADDRESS("address", FieldType.TEXT),
    /** A TCP port. */
    PORT("port", FieldType.U16),
    /** Whether the receiver is to export its data to the worker of this entry. */
    SHOULD_EXPORT_DATA("shouldExportData", FieldType.FLAG),
    /** How many entries an export holds, as far as its sender knew when it began. */
    TOTAL_ENTRIES("totalEntries", FieldType.U32),
    /** The port on which a worker takes connections from its peers. */
    PEER_PORT("peerPort", FieldType.U16),
    /** What went wrong: an {@link ErrorCode}. */
    ERROR_CODE("errorCode", FieldType.ERROR),
    /** What went wrong, for people. */
    MESSAGE("message", FieldType.TEXT),
    /** The four bytes {@code KVLB}. */
    MAGIC("magic", FieldType.U32),
    /** The version of the extensions that the sender speaks. */
    PROTOCOL_VERSION("protocolVersion", FieldType.U16),
    /** What the sender, or a member of a view, is. */
    ROLE("role", FieldType.U8),
    /** When writes are answered: one of {@link ReplicationMode}. */
    MODE("mode", FieldType.U8),
    /** A set of bits: what the sender can do beyond the extensions' version. */
    CAPABILITIES("capabilities", FieldType.U64),
    /** The identity of one run of a process. */
    INCARNATION("incarnation", FieldType.U64),
    /** A number that comes back as it was sent. */
    SEQUENCE("sequence", FieldType.U64),
    /** The identity of a cluster, made when it is founded. */
    CLUSTER("cluster", FieldType.U64),
    /** The greatest version that a worker holds. */
    LAST_VERSION("lastVersion", FieldType.U64),
    /** The identity of one join of one worker. */
    JOIN("join", FieldType.U64),
    /** What becomes of the data that a worker holds: one of {@link StoreOrder}. */
    STORE("store", FieldType.U8),
    /** The epoch of the balancer that made a view. */
    EPOCH("epoch", FieldType.U32),
    /** The number of a view within its epoch. */
    VIEW("view", FieldType.U32),
    /** The largest version such that it and every one before it are settled. */
    SETTLED("settled", FieldType.U64),
    /** How many members a view has. */
    MEMBERS("members", FieldType.U32),
    /** The version of a write. */
    VERSION("version", FieldType.U64),
    /** How many notifies of one connection have been applied. */
    COUNT("count", FieldType.U64),
    /** How much memory the data of a worker uses. */
    DATA_BYTES("dataBytes", FieldType.U64),
    /** How much memory the data of a worker may use. */
    DATA_BYTES_MAX("dataBytesMax", FieldType.U64),
    /** What a cluster is doing: one of {@link ClusterState}. */
    STATE("state", FieldType.U8),
    /** How many writes are not settled, or requests not answered completely. */
    IN_FLIGHT("inFlight", FieldType.U32),
    /** How many keys have writes that are not settled. */
    DIRTY_KEYS("dirtyKeys", FieldType.U32),
    /** How many requests wait for a worker. */
    QUEUED("queued", FieldType.U32),
    /** How many clients are connected. */
    CLIENTS("clients", FieldType.U32),
    /** Why a cluster doesn't serve, for people. */
    REASON("reason", FieldType.TEXT),
    /** How many workers a status lists. */
    WORKERS("workers", FieldType.U32),
    /** Whether a worker is connected to the balancer. */
    CONNECTED("connected", FieldType.FLAG),
    /** Whether a worker gets requests. */
    IN_RING("inRing", FieldType.FLAG),
    /** How many requests a worker has been sent, or took about the same time. */
    REQUESTS("requests", FieldType.U64),
    /** How many PUTs were done. */
    PUTS("puts", FieldType.U64),
    /** How many GETs were answered. */
    GETS("gets", FieldType.U64),
    /** How many DELETEs were done. */
    DELETES("deletes", FieldType.U64),
    /** How many GETs found nothing. */
    NOT_FOUND("notFound", FieldType.U64),
    /** How many requests were not done and may be sent again. */
    BUSY("busy", FieldType.U64),
    /** Of how many requests nobody knows whether they were done. */
    UNKNOWN("unknown", FieldType.U64),
    /** How many requests broke a limit or the protocol. */
    INVALID("invalid", FieldType.U64),
    /** By how many versions the settled one is behind the one that was given last. */
    LAG("lag", FieldType.U64),
    /** For how long the oldest write that is not settled has been at the balancer. */
    LAG_MICROS("lagMicros", FieldType.U64),
    /** How many buckets of latencies follow. */
    BUCKETS("buckets", FieldType.U32),
    /** The longest time of a bucket of latencies. */
    MICROS("micros", FieldType.U64);

    private final String wireName;
    private final FieldType type;

    FieldName(String wireName, FieldType type) {
        this.wireName = wireName;
        this.type = type;
    }

    /** Returns how this field stands on the wire. */
    FieldType type() {
        return type;
    }

    /** {@return the name that the protocol's documentation uses, such as {@code clientId}} */
    @Override
    public String toString() {
        return wireName;
    }
}
