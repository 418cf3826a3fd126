package dev.kvlb.protocol;

import static dev.kvlb.protocol.Field.error;
import static dev.kvlb.protocol.Field.flag;
import static dev.kvlb.protocol.Field.key;
import static dev.kvlb.protocol.Field.text;
import static dev.kvlb.protocol.Field.u16;
import static dev.kvlb.protocol.Field.u32;
import static dev.kvlb.protocol.Field.u64;
import static dev.kvlb.protocol.Field.u8;
import static dev.kvlb.protocol.Field.value;
import static dev.kvlb.protocol.FieldName.ADDRESS;
import static dev.kvlb.protocol.FieldName.CAPABILITIES;
import static dev.kvlb.protocol.FieldName.CLIENT_ID;
import static dev.kvlb.protocol.FieldName.COUNT;
import static dev.kvlb.protocol.FieldName.EPOCH;
import static dev.kvlb.protocol.FieldName.ERROR_CODE;
import static dev.kvlb.protocol.FieldName.INCARNATION;
import static dev.kvlb.protocol.FieldName.MAGIC;
import static dev.kvlb.protocol.FieldName.MEMBERS;
import static dev.kvlb.protocol.FieldName.MESSAGE;
import static dev.kvlb.protocol.FieldName.MODE;
import static dev.kvlb.protocol.FieldName.PEER_PORT;
import static dev.kvlb.protocol.FieldName.PORT;
import static dev.kvlb.protocol.FieldName.PROTOCOL_VERSION;
import static dev.kvlb.protocol.FieldName.RESULT;
import static dev.kvlb.protocol.FieldName.ROLE;
import static dev.kvlb.protocol.FieldName.SEQUENCE;
import static dev.kvlb.protocol.FieldName.SETTLED;
import static dev.kvlb.protocol.FieldName.SHOULD_EXPORT_DATA;
import static dev.kvlb.protocol.FieldName.TOTAL_ENTRIES;
import static dev.kvlb.protocol.FieldName.TOTAL_WORKERS;
import static dev.kvlb.protocol.FieldName.VERSION;
import static dev.kvlb.protocol.FieldName.VIEW;
import static dev.kvlb.protocol.FieldName.WORKER_ID;

import dev.kvlb.protocol.Message.DataEntry;
import dev.kvlb.protocol.Message.DataExportEnd;
import dev.kvlb.protocol.Message.DataExportStart;
import dev.kvlb.protocol.Message.ExportOrder;
import dev.kvlb.protocol.Message.Get;
import dev.kvlb.protocol.Message.GetResponse;
import dev.kvlb.protocol.Message.Heartbeat;
import dev.kvlb.protocol.Message.HeartbeatAck;
import dev.kvlb.protocol.Message.Hello;
import dev.kvlb.protocol.Message.ImportDone;
import dev.kvlb.protocol.Message.Join;
import dev.kvlb.protocol.Message.NotifyAck;
import dev.kvlb.protocol.Message.PeerNotify;
import dev.kvlb.protocol.Message.PeerUnreachable;
import dev.kvlb.protocol.Message.Put;
import dev.kvlb.protocol.Message.PutResponse;
import dev.kvlb.protocol.Message.RetrieveRequest;
import dev.kvlb.protocol.Message.RetrieveResponse;
import dev.kvlb.protocol.Message.Shutdown;
import dev.kvlb.protocol.Message.StoreRequest;
import dev.kvlb.protocol.Message.StoreResponse;
import dev.kvlb.protocol.Message.StoreSettled;
import dev.kvlb.protocol.Message.VersionedEntry;
import dev.kvlb.protocol.Message.VersionedExportEnd;
import dev.kvlb.protocol.Message.VersionedExportStart;
import dev.kvlb.protocol.Message.VersionedNotify;
import dev.kvlb.protocol.Message.VersionedRetrieveResponse;
import dev.kvlb.protocol.Message.VersionedStore;
import dev.kvlb.protocol.Message.ViewEnd;
import dev.kvlb.protocol.Message.ViewMember;
import dev.kvlb.protocol.Message.ViewStart;
import dev.kvlb.protocol.Message.Welcome;
import dev.kvlb.protocol.Message.WorkerEntry;
import dev.kvlb.protocol.Message.WorkerNotReady;
import dev.kvlb.protocol.Message.WorkerReady;
import dev.kvlb.protocol.Message.WorkerRegistryEnd;
import dev.kvlb.protocol.Message.WorkerRegistryStart;
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
    PUT(1, Put.class, Layout.of(Put::new, key(Put::key), value(Put::value))),
    PUT_RESPONSE(
            2,
            PutResponse.class,
            Layout.of(PutResponse::new, error(RESULT, PutResponse::result), key(PutResponse::key))),
    GET(3, Get.class, Layout.of(Get::new, key(Get::key))),
    GET_RESPONSE(
            4,
            GetResponse.class,
            Layout.of(
                    GetResponse::new,
                    error(RESULT, GetResponse::result),
                    key(GetResponse::key),
                    value(GetResponse::value))),

    STORE_REQUEST(
            10,
            StoreRequest.class,
            Layout.of(
                    StoreRequest::new,
                    u32(CLIENT_ID, StoreRequest::clientId),
                    key(StoreRequest::key),
                    value(StoreRequest::value))),
    STORE_RESPONSE(
            11,
            StoreResponse.class,
            Layout.of(
                    StoreResponse::new,
                    error(RESULT, StoreResponse::result),
                    u32(CLIENT_ID, StoreResponse::clientId),
                    key(StoreResponse::key))),
    RETRIEVE_REQUEST(
            12,
            RetrieveRequest.class,
            Layout.of(RetrieveRequest::new, u32(CLIENT_ID, RetrieveRequest::clientId), key(RetrieveRequest::key))),
    RETRIEVE_RESPONSE(
            13,
            RetrieveResponse.class,
            Layout.of(
                    RetrieveResponse::new,
                    error(RESULT, RetrieveResponse::result),
                    u32(CLIENT_ID, RetrieveResponse::clientId),
                    key(RetrieveResponse::key),
                    value(RetrieveResponse::value))),

    WORKER_REGISTRY_START(
            14,
            WorkerRegistryStart.class,
            Layout.of(WorkerRegistryStart::new, u32(TOTAL_WORKERS, WorkerRegistryStart::totalWorkers))),
    WORKER_ENTRY(
            15,
            WorkerEntry.class,
            Layout.of(
                    WorkerEntry::new,
                    u32(WORKER_ID, WorkerEntry::workerId),
                    text(ADDRESS, WorkerEntry::address),
                    u16(PORT, WorkerEntry::port),
                    flag(SHOULD_EXPORT_DATA, WorkerEntry::shouldExportData))),
    WORKER_REGISTRY_END(16, WorkerRegistryEnd.class, Layout.of(WorkerRegistryEnd::new)),
    DATA_EXPORT_START(
            17,
            DataExportStart.class,
            Layout.of(DataExportStart::new, u32(TOTAL_ENTRIES, DataExportStart::totalEntries))),
    DATA_ENTRY(18, DataEntry.class, Layout.of(DataEntry::new, key(DataEntry::key), value(DataEntry::value))),
    DATA_EXPORT_END(19, DataExportEnd.class, Layout.of(DataExportEnd::new)),
    WORKER_READY(
            20,
            WorkerReady.class,
            Layout.of(WorkerReady::new, u32(WORKER_ID, WorkerReady::workerId), u16(PEER_PORT, WorkerReady::peerPort))),
    WORKER_NOT_READY(
            21, WorkerNotReady.class, Layout.of(WorkerNotReady::new, u32(WORKER_ID, WorkerNotReady::workerId))),
    PEER_NOTIFY(30, PeerNotify.class, Layout.of(PeerNotify::new, key(PeerNotify::key), value(PeerNotify::value))),

    SHUTDOWN(90, Shutdown.class, Layout.of(Shutdown::new)),
    ERROR(
            91,
            Message.Error.class,
            Layout.of(
                    Message.Error::new,
                    error(ERROR_CODE, Message.Error::errorCode),
                    text(MESSAGE, Message.Error::message))),

    HELLO(
            128,
            Hello.class,
            Layout.of(
                    Hello::new,
                    u32(MAGIC, Hello::magic),
                    u16(PROTOCOL_VERSION, Hello::protocolVersion),
                    u8(ROLE, Hello::role),
                    u64(CAPABILITIES, Hello::capabilities),
                    u64(INCARNATION, Hello::incarnation))),
    WELCOME(
            129,
            Welcome.class,
            Layout.of(
                    Welcome::new,
                    u16(PROTOCOL_VERSION, Welcome::protocolVersion),
                    u8(ROLE, Welcome::role),
                    u64(CAPABILITIES, Welcome::capabilities),
                    u64(INCARNATION, Welcome::incarnation))),
    HEARTBEAT(130, Heartbeat.class, Layout.of(Heartbeat::new, u64(SEQUENCE, Heartbeat::sequence))),
    HEARTBEAT_ACK(131, HeartbeatAck.class, Layout.of(HeartbeatAck::new, u64(SEQUENCE, HeartbeatAck::sequence))),

    JOIN(
            140,
            Join.class,
            Layout.of(Join::new, u64(FieldName.JOIN, Join::join), u8(ROLE, Join::role), u8(MODE, Join::mode))),
    VIEW_START(
            141,
            ViewStart.class,
            Layout.of(
                    ViewStart::new,
                    u32(EPOCH, ViewStart::epoch),
                    u32(VIEW, ViewStart::view),
                    u64(SETTLED, ViewStart::settled),
                    u32(MEMBERS, ViewStart::members))),
    VIEW_MEMBER(
            142,
            ViewMember.class,
            Layout.of(
                    ViewMember::new,
                    u32(WORKER_ID, ViewMember::workerId),
                    u64(INCARNATION, ViewMember::incarnation),
                    text(ADDRESS, ViewMember::address),
                    u16(PORT, ViewMember::port),
                    u8(ROLE, ViewMember::role))),
    VIEW_END(143, ViewEnd.class, Layout.of(ViewEnd::new)),
    EXPORT_ORDER(
            144,
            ExportOrder.class,
            Layout.of(ExportOrder::new, u64(FieldName.JOIN, ExportOrder::join), u32(WORKER_ID, ExportOrder::workerId))),
    IMPORT_DONE(145, ImportDone.class, Layout.of(ImportDone::new, u64(FieldName.JOIN, ImportDone::join))),
    PEER_UNREACHABLE(
            146, PeerUnreachable.class, Layout.of(PeerUnreachable::new, u32(WORKER_ID, PeerUnreachable::workerId))),

    VERSIONED_STORE(
            150,
            VersionedStore.class,
            Layout.of(
                    VersionedStore::new,
                    u32(CLIENT_ID, VersionedStore::clientId),
                    u64(VERSION, VersionedStore::version),
                    key(VersionedStore::key),
                    value(VersionedStore::value))),
    STORE_SETTLED(
            151,
            StoreSettled.class,
            Layout.of(
                    StoreSettled::new,
                    u32(CLIENT_ID, StoreSettled::clientId),
                    u32(EPOCH, StoreSettled::epoch),
                    u32(VIEW, StoreSettled::view))),
    VERSIONED_RETRIEVE_RESPONSE(
            152,
            VersionedRetrieveResponse.class,
            Layout.of(
                    VersionedRetrieveResponse::new,
                    error(RESULT, VersionedRetrieveResponse::result),
                    u32(CLIENT_ID, VersionedRetrieveResponse::clientId),
                    u64(VERSION, VersionedRetrieveResponse::version),
                    key(VersionedRetrieveResponse::key),
                    value(VersionedRetrieveResponse::value))),

    VERSIONED_NOTIFY(
            160,
            VersionedNotify.class,
            Layout.of(
                    VersionedNotify::new,
                    u32(EPOCH, VersionedNotify::epoch),
                    u32(VIEW, VersionedNotify::view),
                    u64(VERSION, VersionedNotify::version),
                    key(VersionedNotify::key),
                    value(VersionedNotify::value))),
    NOTIFY_ACK(161, NotifyAck.class, Layout.of(NotifyAck::new, u64(COUNT, NotifyAck::count))),
    VERSIONED_EXPORT_START(
            162,
            VersionedExportStart.class,
            Layout.of(
                    VersionedExportStart::new,
                    u64(FieldName.JOIN, VersionedExportStart::join),
                    u32(TOTAL_ENTRIES, VersionedExportStart::totalEntries))),
    VERSIONED_ENTRY(
            163,
            VersionedEntry.class,
            Layout.of(
                    VersionedEntry::new,
                    u64(FieldName.JOIN, VersionedEntry::join),
                    u64(VERSION, VersionedEntry::version),
                    key(VersionedEntry::key),
                    value(VersionedEntry::value))),
    VERSIONED_EXPORT_END(
            164,
            VersionedExportEnd.class,
            Layout.of(VersionedExportEnd::new, u64(FieldName.JOIN, VersionedExportEnd::join)));

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
    private final Layout<? extends Message> layout;

    <M extends Message> MessageType(int code, Class<M> record, Layout<M> layout) {
        this.code = code;
        this.record = record;
        this.layout = layout;
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

    Layout<? extends Message> layout() {
        return layout;
    }
}
