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
    /** {@link Message.Put}. */
    PUT(1, Message.Put.class, KEY, VALUE),
    /** {@link Message.PutResponse}. */
    PUT_RESPONSE(2, Message.PutResponse.class, RESULT, KEY),
    /** {@link Message.Get}. */
    GET(3, Message.Get.class, KEY),
    /** {@link Message.GetResponse}. */
    GET_RESPONSE(4, Message.GetResponse.class, RESULT, KEY, VALUE),

    /** {@link Message.StoreRequest}. */
    STORE_REQUEST(10, Message.StoreRequest.class, CLIENT_ID, KEY, VALUE),
    /** {@link Message.StoreResponse}. */
    STORE_RESPONSE(11, Message.StoreResponse.class, RESULT, CLIENT_ID, KEY),
    /** {@link Message.RetrieveRequest}. */
    RETRIEVE_REQUEST(12, Message.RetrieveRequest.class, CLIENT_ID, KEY),
    /** {@link Message.RetrieveResponse}. */
    RETRIEVE_RESPONSE(13, Message.RetrieveResponse.class, RESULT, CLIENT_ID, KEY, VALUE),

    /** {@link Message.WorkerRegistryStart}. */
    WORKER_REGISTRY_START(14, Message.WorkerRegistryStart.class, TOTAL_WORKERS),
    /** {@link Message.WorkerEntry}. */
    WORKER_ENTRY(15, Message.WorkerEntry.class, WORKER_ID, ADDRESS, PORT, SHOULD_EXPORT_DATA),
    /** {@link Message.WorkerRegistryEnd}. */
    WORKER_REGISTRY_END(16, Message.WorkerRegistryEnd.class),
    /** {@link Message.DataExportStart}. */
    DATA_EXPORT_START(17, Message.DataExportStart.class, TOTAL_ENTRIES),
    /** {@link Message.DataEntry}. */
    DATA_ENTRY(18, Message.DataEntry.class, KEY, VALUE),
    /** {@link Message.DataExportEnd}. */
    DATA_EXPORT_END(19, Message.DataExportEnd.class),
    /** {@link Message.WorkerReady}. */
    WORKER_READY(20, Message.WorkerReady.class, WORKER_ID, PEER_PORT),
    /** {@link Message.WorkerNotReady}. */
    WORKER_NOT_READY(21, Message.WorkerNotReady.class, WORKER_ID),
    /** {@link Message.PeerNotify}. */
    PEER_NOTIFY(30, Message.PeerNotify.class, KEY, VALUE),

    /** {@link Message.Shutdown}. */
    SHUTDOWN(90, Message.Shutdown.class),
    /** {@link Message.Error}. */
    ERROR(91, Message.Error.class, ERROR_CODE, MESSAGE),

    /** {@link Message.Hello}. */
    HELLO(128, Message.Hello.class, MAGIC, PROTOCOL_VERSION, ROLE, CAPABILITIES, INCARNATION),
    /** {@link Message.Welcome}. */
    WELCOME(129, Message.Welcome.class, PROTOCOL_VERSION, ROLE, CAPABILITIES, INCARNATION),
    /** {@link Message.Heartbeat}. */
    HEARTBEAT(130, Message.Heartbeat.class, SEQUENCE, SETTLED),
    /** {@link Message.HeartbeatAck}. */
    HEARTBEAT_ACK(131, Message.HeartbeatAck.class, SEQUENCE),

    /** {@link Message.Report}. */
    REPORT(132, Message.Report.class, CLUSTER, EPOCH, ROLE, LAST_VERSION),
    /** {@link Message.UnsettledQuery}. */
    UNSETTLED_QUERY(133, Message.UnsettledQuery.class, CLUSTER, EPOCH),
    /** {@link Message.UnsettledEntry}. */
    UNSETTLED_ENTRY(134, Message.UnsettledEntry.class, VERSION, KEY, VALUE),
    /** {@link Message.UnsettledTombstone}. */
    UNSETTLED_TOMBSTONE(135, Message.UnsettledTombstone.class, VERSION, KEY),
    /** {@link Message.UnsettledEnd}. */
    UNSETTLED_END(136, Message.UnsettledEnd.class, SETTLED),

    /** {@link Message.Join}. */
    JOIN(140, Message.Join.class, CLUSTER, EPOCH, FieldName.JOIN, ROLE, MODE, STORE),
    /** {@link Message.ViewStart}. */
    VIEW_START(141, Message.ViewStart.class, EPOCH, VIEW, SETTLED, MEMBERS),
    /** {@link Message.ViewMember}. */
    VIEW_MEMBER(142, Message.ViewMember.class, WORKER_ID, INCARNATION, ADDRESS, PORT, ROLE),
    /** {@link Message.ViewEnd}. */
    VIEW_END(143, Message.ViewEnd.class),
    /** {@link Message.ExportOrder}. */
    EXPORT_ORDER(144, Message.ExportOrder.class, FieldName.JOIN, WORKER_ID),
    /** {@link Message.ImportDone}. */
    IMPORT_DONE(145, Message.ImportDone.class, FieldName.JOIN),
    /** {@link Message.PeerUnreachable}. */
    PEER_UNREACHABLE(146, Message.PeerUnreachable.class, WORKER_ID),
    /** {@link Message.Capacity}. */
    CAPACITY(148, Message.Capacity.class, DATA_BYTES, DATA_BYTES_MAX),

    /** {@link Message.VersionedStore}. */
    VERSIONED_STORE(150, Message.VersionedStore.class, CLIENT_ID, VERSION, KEY, VALUE),
    /** {@link Message.StoreSettled}. */
    STORE_SETTLED(151, Message.StoreSettled.class, CLIENT_ID, EPOCH, VIEW),
    /** {@link Message.VersionedRetrieveResponse}. */
    VERSIONED_RETRIEVE_RESPONSE(152, Message.VersionedRetrieveResponse.class, RESULT, CLIENT_ID, VERSION, KEY, VALUE),
    /** {@link Message.VersionedDelete}. */
    VERSIONED_DELETE(153, Message.VersionedDelete.class, CLIENT_ID, VERSION, KEY),

    /** {@link Message.VersionedNotify}. */
    VERSIONED_NOTIFY(160, Message.VersionedNotify.class, EPOCH, VIEW, VERSION, KEY, VALUE),
    /** {@link Message.NotifyAck}. */
    NOTIFY_ACK(161, Message.NotifyAck.class, COUNT),
    /** {@link Message.VersionedExportStart}. */
    VERSIONED_EXPORT_START(162, Message.VersionedExportStart.class, FieldName.JOIN, TOTAL_ENTRIES),
    /** {@link Message.VersionedEntry}. */
    VERSIONED_ENTRY(163, Message.VersionedEntry.class, FieldName.JOIN, VERSION, KEY, VALUE),
    /** {@link Message.VersionedExportEnd}. */
    VERSIONED_EXPORT_END(164, Message.VersionedExportEnd.class, FieldName.JOIN),
    /** {@link Message.NotifyDelete}. */
    NOTIFY_DELETE(165, Message.NotifyDelete.class, EPOCH, VIEW, VERSION, KEY),
    /** {@link Message.VersionedTombstone}. */
    VERSIONED_TOMBSTONE(166, Message.VersionedTombstone.class, FieldName.JOIN, VERSION, KEY),

    /** {@link Message.Delete}. */
    DELETE(170, Message.Delete.class, KEY),
    /** {@link Message.DeleteResponse}. */
    DELETE_RESPONSE(171, Message.DeleteResponse.class, RESULT, KEY),
    /** {@link Message.VersionedPutResponse}. */
    VERSIONED_PUT_RESPONSE(172, Message.VersionedPutResponse.class, RESULT, VERSION, WORKER_ID, KEY),
    /** {@link Message.VersionedGetResponse}. */
    VERSIONED_GET_RESPONSE(173, Message.VersionedGetResponse.class, RESULT, VERSION, WORKER_ID, KEY, VALUE),
    /** {@link Message.VersionedDeleteResponse}. */
    VERSIONED_DELETE_RESPONSE(174, Message.VersionedDeleteResponse.class, RESULT, VERSION, WORKER_ID, KEY),

    /** {@link Message.Status}. */
    STATUS(180, Message.Status.class),
    /** {@link Message.StatusResponse}. */
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
    /** {@link Message.StatusWorker}. */
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
    /** {@link Message.Reset}. */
    RESET(183, Message.Reset.class),
    /** {@link Message.Recover}. */
    RECOVER(184, Message.Recover.class, WORKER_ID),
    /** {@link Message.OrderResponse}. */
    ORDER_RESPONSE(185, Message.OrderResponse.class, RESULT, MESSAGE),
    /** {@link Message.Metrics}. */
    METRICS(186, Message.Metrics.class),
    /** {@link Message.MetricsResponse}. */
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
    /** {@link Message.MetricsBucket}. */
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

    /**
     * {@return the type of this code, or null where the protocol defines none}
     *
     * @param code a first byte; any other number has no type
     */
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

    /** {@return the first byte of a frame of this type, 1..255} */
    public int code() {
        return code;
    }

    /** {@return the record of this type} */
    public Class<? extends Message> record() {
        return record;
    }

    /** {@return whether this type is an extension, which only a peer that said HELLO may be sent} */
    public boolean isExtension() {
        return code >= EXTENSION_CODE_MIN;
    }

    /** {@return the fields of this type in the order of the wire} */
    public List<FieldName> fields() {
        return layout.names();
    }

    Layout layout() {
        return layout;
    }
}
