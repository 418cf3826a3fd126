package dev.kvlb.protocol;

import static dev.kvlb.protocol.FieldName.ADDRESS;
import static dev.kvlb.protocol.FieldName.BUCKETS;
import static dev.kvlb.protocol.FieldName.BUSY;
import static dev.kvlb.protocol.FieldName.CAPABILITIES;
import static dev.kvlb.protocol.FieldName.CLIENTS;
import static dev.kvlb.protocol.FieldName.CLIENT_ID;
import static dev.kvlb.protocol.FieldName.CLUSTER;
import static dev.kvlb.protocol.FieldName.CONNECTED;
import static dev.kvlb.protocol.FieldName.COUNT;
import static dev.kvlb.protocol.FieldName.DATA_BYTES;
import static dev.kvlb.protocol.FieldName.DATA_BYTES_MAX;
import static dev.kvlb.protocol.FieldName.DELETES;
import static dev.kvlb.protocol.FieldName.DIRTY_KEYS;
import static dev.kvlb.protocol.FieldName.EPOCH;
import static dev.kvlb.protocol.FieldName.ERROR_CODE;
import static dev.kvlb.protocol.FieldName.GETS;
import static dev.kvlb.protocol.FieldName.INCARNATION;
import static dev.kvlb.protocol.FieldName.INVALID;
import static dev.kvlb.protocol.FieldName.IN_FLIGHT;
import static dev.kvlb.protocol.FieldName.IN_RING;
import static dev.kvlb.protocol.FieldName.KEY;
import static dev.kvlb.protocol.FieldName.LAG;
import static dev.kvlb.protocol.FieldName.LAG_MICROS;
import static dev.kvlb.protocol.FieldName.LAST_VERSION;
import static dev.kvlb.protocol.FieldName.MAGIC;
import static dev.kvlb.protocol.FieldName.MEMBERS;
import static dev.kvlb.protocol.FieldName.MESSAGE;
import static dev.kvlb.protocol.FieldName.MICROS;
import static dev.kvlb.protocol.FieldName.MODE;
import static dev.kvlb.protocol.FieldName.NOT_FOUND;
import static dev.kvlb.protocol.FieldName.PEER_PORT;
import static dev.kvlb.protocol.FieldName.PORT;
import static dev.kvlb.protocol.FieldName.PROTOCOL_VERSION;
import static dev.kvlb.protocol.FieldName.PUTS;
import static dev.kvlb.protocol.FieldName.QUEUED;
import static dev.kvlb.protocol.FieldName.REASON;
import static dev.kvlb.protocol.FieldName.REQUESTS;
import static dev.kvlb.protocol.FieldName.RESULT;
import static dev.kvlb.protocol.FieldName.ROLE;
import static dev.kvlb.protocol.FieldName.SEQUENCE;
import static dev.kvlb.protocol.FieldName.SETTLED;
import static dev.kvlb.protocol.FieldName.SHOULD_EXPORT_DATA;
import static dev.kvlb.protocol.FieldName.STATE;
import static dev.kvlb.protocol.FieldName.STORE;
import static dev.kvlb.protocol.FieldName.TOTAL_ENTRIES;
import static dev.kvlb.protocol.FieldName.TOTAL_WORKERS;
import static dev.kvlb.protocol.FieldName.UNKNOWN;
import static dev.kvlb.protocol.FieldName.VALUE;
import static dev.kvlb.protocol.FieldName.VERSION;
import static dev.kvlb.protocol.FieldName.VIEW;
import static dev.kvlb.protocol.FieldName.WORKERS;
import static dev.kvlb.protocol.FieldName.WORKER_ID;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The types of the protocol, one row each: the code on the wire, the record, and the fields in their order.
 *
 * <p>A new type is one record in {@link Message} and one row here.
 */
public enum MessageType {
    PUT(1, Message.Put.class, KEY, VALUE),
    PUT_RESPONSE(2, Message.PutResponse.class, RESULT, KEY),
    GET(3, Message.Get.class, KEY),
    GET_RESPONSE(4, Message.GetResponse.class, RESULT, KEY, VALUE),

    STORE_REQUEST(10, Message.StoreRequest.class, CLIENT_ID, KEY, VALUE),
    STORE_RESPONSE(11, Message.StoreResponse.class, RESULT, CLIENT_ID, KEY),
    RETRIEVE_REQUEST(12, Message.RetrieveRequest.class, CLIENT_ID, KEY),
    RETRIEVE_RESPONSE(13, Message.RetrieveResponse.class, RESULT, CLIENT_ID, KEY, VALUE),

    WORKER_REGISTRY_START(14, Message.WorkerRegistryStart.class, TOTAL_WORKERS),
    WORKER_ENTRY(15, Message.WorkerEntry.class, WORKER_ID, ADDRESS, PORT, SHOULD_EXPORT_DATA),
    WORKER_REGISTRY_END(16, Message.WorkerRegistryEnd.class),
    DATA_EXPORT_START(17, Message.DataExportStart.class, TOTAL_ENTRIES),
    DATA_ENTRY(18, Message.DataEntry.class, KEY, VALUE),
    DATA_EXPORT_END(19, Message.DataExportEnd.class),
    WORKER_READY(20, Message.WorkerReady.class, WORKER_ID, PEER_PORT),
    WORKER_NOT_READY(21, Message.WorkerNotReady.class, WORKER_ID),
    PEER_NOTIFY(30, Message.PeerNotify.class, KEY, VALUE),

    SHUTDOWN(90, Message.Shutdown.class),
    ERROR(91, Message.Error.class, ERROR_CODE, MESSAGE),

    HELLO(128, Message.Hello.class, MAGIC, PROTOCOL_VERSION, ROLE, CAPABILITIES, INCARNATION),
    WELCOME(129, Message.Welcome.class, PROTOCOL_VERSION, ROLE, CAPABILITIES, INCARNATION),
    HEARTBEAT(130, Message.Heartbeat.class, SEQUENCE, SETTLED),
    HEARTBEAT_ACK(131, Message.HeartbeatAck.class, SEQUENCE),

    REPORT(132, Message.Report.class, CLUSTER, EPOCH, ROLE, LAST_VERSION),
    UNSETTLED_QUERY(133, Message.UnsettledQuery.class, CLUSTER, EPOCH),
    UNSETTLED_ENTRY(134, Message.UnsettledEntry.class, VERSION, KEY, VALUE),
    UNSETTLED_TOMBSTONE(135, Message.UnsettledTombstone.class, VERSION, KEY),
    UNSETTLED_END(136, Message.UnsettledEnd.class, SETTLED),

    JOIN(140, Message.Join.class, CLUSTER, EPOCH, FieldName.JOIN, ROLE, MODE, STORE),
    VIEW_START(141, Message.ViewStart.class, EPOCH, VIEW, SETTLED, MEMBERS),
    VIEW_MEMBER(142, Message.ViewMember.class, WORKER_ID, INCARNATION, ADDRESS, PORT, ROLE),
    VIEW_END(143, Message.ViewEnd.class),
    EXPORT_ORDER(144, Message.ExportOrder.class, FieldName.JOIN, WORKER_ID),
    IMPORT_DONE(145, Message.ImportDone.class, FieldName.JOIN),
    PEER_UNREACHABLE(146, Message.PeerUnreachable.class, WORKER_ID),
    CAPACITY(148, Message.Capacity.class, DATA_BYTES, DATA_BYTES_MAX),

    VERSIONED_STORE(150, Message.VersionedStore.class, CLIENT_ID, VERSION, KEY, VALUE),
    STORE_SETTLED(151, Message.StoreSettled.class, CLIENT_ID, EPOCH, VIEW),
    VERSIONED_RETRIEVE_RESPONSE(152, Message.VersionedRetrieveResponse.class, RESULT, CLIENT_ID, VERSION, KEY, VALUE),
    VERSIONED_DELETE(153, Message.VersionedDelete.class, CLIENT_ID, VERSION, KEY),

    VERSIONED_NOTIFY(160, Message.VersionedNotify.class, EPOCH, VIEW, VERSION, KEY, VALUE),
    NOTIFY_ACK(161, Message.NotifyAck.class, COUNT),
    VERSIONED_EXPORT_START(162, Message.VersionedExportStart.class, FieldName.JOIN, TOTAL_ENTRIES),
    VERSIONED_ENTRY(163, Message.VersionedEntry.class, FieldName.JOIN, VERSION, KEY, VALUE),
    VERSIONED_EXPORT_END(164, Message.VersionedExportEnd.class, FieldName.JOIN),
    NOTIFY_DELETE(165, Message.NotifyDelete.class, EPOCH, VIEW, VERSION, KEY),
    VERSIONED_TOMBSTONE(166, Message.VersionedTombstone.class, FieldName.JOIN, VERSION, KEY),

    DELETE(170, Message.Delete.class, KEY),
    DELETE_RESPONSE(171, Message.DeleteResponse.class, RESULT, KEY),
    VERSIONED_PUT_RESPONSE(172, Message.VersionedPutResponse.class, RESULT, VERSION, WORKER_ID, KEY),
    VERSIONED_GET_RESPONSE(173, Message.VersionedGetResponse.class, RESULT, VERSION, WORKER_ID, KEY, VALUE),
    VERSIONED_DELETE_RESPONSE(174, Message.VersionedDeleteResponse.class, RESULT, VERSION, WORKER_ID, KEY),

    STATUS(180, Message.Status.class),
    STATUS_RESPONSE(
            181,
            Message.StatusResponse.class,
            STATE,
            MODE,
            CLUSTER,
            EPOCH,
            VIEW,
            SETTLED,
            IN_FLIGHT,
            DIRTY_KEYS,
            QUEUED,
            CLIENTS,
            REASON,
            WORKERS),
    STATUS_WORKER(
            182,
            Message.StatusWorker.class,
            WORKER_ID,
            INCARNATION,
            ADDRESS,
            PORT,
            ROLE,
            CONNECTED,
            IN_RING,
            IN_FLIGHT,
            REQUESTS,
            DATA_BYTES,
            DATA_BYTES_MAX),
    RESET(183, Message.Reset.class),
    RECOVER(184, Message.Recover.class, WORKER_ID),
    ORDER_RESPONSE(185, Message.OrderResponse.class, RESULT, MESSAGE),
    METRICS(186, Message.Metrics.class),
    METRICS_RESPONSE(
            187,
            Message.MetricsResponse.class,
            INCARNATION,
            PUTS,
            GETS,
            DELETES,
            NOT_FOUND,
            BUSY,
            UNKNOWN,
            INVALID,
            SETTLED,
            LAG,
            LAG_MICROS,
            BUCKETS),
    METRICS_BUCKET(188, Message.MetricsBucket.class, MICROS, REQUESTS);

    /** The least code of an extension: a receiver that does not know one passes over it. */
    public static final int EXTENSION_CODE_MIN = 128;

    private static final @Nullable MessageType[] BY_CODE = new @Nullable MessageType[256];
    private static final Map<Class<?>, MessageType> BY_RECORD = new HashMap<>();

    static {
        for (MessageType type : values()) {
            BY_CODE[type.code] = type;
            BY_RECORD.put(type.record, type);
        }
    }

    private final int code;
    private final Class<? extends Message> record;
    private final Layout layout;

    MessageType(int code, Class<? extends Message> record, FieldName... fields) {
        this.code = code;
        this.record = record;
        this.layout = new Layout(fields);
    }

    /** Returns the type of this code, or null where the protocol defines none. */
    public static @Nullable MessageType of(int code) {
        return code >= 0 && code < BY_CODE.length ? BY_CODE[code] : null;
    }

    static MessageType of(Message message) {
        MessageType type = BY_RECORD.get(message.getClass());
        if (type == null) {
            throw new AssertionError("no row for " + message.getClass());
        }
        return type;
    }

    /** Returns the first byte of a frame of this type, 1..255. */
    public int code() {
        return code;
    }

    /** Returns the record of this type. */
    public Class<? extends Message> record() {
        return record;
    }

    /** Returns whether this type is an extension, which only a peer that said HELLO may be sent. */
    public boolean isExtension() {
        return code >= EXTENSION_CODE_MIN;
    }

    /** Returns the fields of this type in the order of the wire. */
    public List<FieldName> fields() {
        return layout.names();
    }

    Layout layout() {
        return layout;
    }
}
