package dev.kvlb.protocol;

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
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCases;
import net.jqwik.api.Tuple;

/**
 * Arbitrary keys, values, messages and frames, to be combined.
 *
 * <p>Most are small; about one in forty fills its frame to the last byte. Every message made here can be encoded, and
 * comes back equal when it is decoded.
 */
public final class MessageArbitraries {
    private static final int SMALL_BYTES_MAX = 24;

    private MessageArbitraries() {}

    /** A key and a value that stand together in a frame. */
    public record Entry(Key key, Value value) {}

    /** Numbers of 1 byte, 0..255. */
    public static Arbitrary<Integer> u8() {
        return Arbitraries.integers().between(0, 0xff);
    }

    /** Numbers of 2 bytes, 0..65,535. */
    public static Arbitrary<Integer> u16() {
        return Arbitraries.integers().between(0, 0xffff);
    }

    /** Numbers of 4 bytes, 0..4,294,967,295. */
    public static Arbitrary<Long> u32() {
        return Arbitraries.longs().between(0, 0xffff_ffffL);
    }

    /** Numbers of 8 bytes; all 64 bits are used, so half of them are negative as a {@code long}. */
    public static Arbitrary<Long> u64() {
        return Arbitraries.longs();
    }

    /** All error codes, those that the protocol does not define included. */
    public static Arbitrary<ErrorCode> errorCodes() {
        return u8().map(ErrorCode::of);
    }

    /** Small keys, the empty one included. */
    public static Arbitrary<Key> keys() {
        return smallBytes().map(Key::of);
    }

    /** Keys of 0..{@code bytesMax} bytes: small ones mostly, at times one of exactly {@code bytesMax}. */
    public static Arbitrary<Key> keys(int bytesMax) {
        return bytes(bytesMax).map(Key::of);
    }

    /** Small values, the empty one included. */
    public static Arbitrary<Value> values() {
        return smallBytes().map(Value::of);
    }

    /** Values of 0..{@code bytesMax} bytes: small ones mostly, at times one of exactly {@code bytesMax}. */
    public static Arbitrary<Value> values(int bytesMax) {
        return bytes(bytesMax).map(Value::of);
    }

    /** Keys with values, small ones mostly, at times a pair of exactly {@code bytesMax} bytes together. */
    public static Arbitrary<Entry> entries(int bytesMax) {
        Arbitrary<Entry> small = Combinators.combine(keys(), values()).as(Entry::new);
        Arbitrary<Integer> keyBytes = Arbitraries.frequencyOf(
                Tuple.of(4, Arbitraries.integers().between(1, bytesMax)), Tuple.of(1, Arbitraries.of(0, bytesMax)));
        Arbitrary<Entry> largest = Combinators.combine(keyBytes, Arbitraries.longs())
                .as((length, seed) ->
                        new Entry(Key.of(filled(length, seed)), Value.of(filled(bytesMax - length, seed + 1))));
        return mostly(small, largest);
    }

    /** Small texts of all that Unicode has. */
    public static Arbitrary<String> texts() {
        return Arbitraries.strings()
                .withCharRange('\u0000', '\ud7ff')
                .withChars('\ufffd', '\uffff')
                .ofMaxLength(SMALL_BYTES_MAX)
                .map(text -> text.length() % 5 == 4 ? text + "\ud83d\udd11" : text);
    }

    /** Texts of 0..{@code bytesMax} bytes in UTF-8: small ones mostly, at times one of exactly {@code bytesMax}. */
    public static Arbitrary<String> texts(int bytesMax) {
        return mostly(
                texts(), Arbitraries.chars().ascii().map(c -> String.valueOf(c).repeat(bytesMax)));
    }

    public static Arbitrary<Put> puts() {
        return entries(room(4)).map(e -> new Put(e.key(), e.value()));
    }

    public static Arbitrary<PutResponse> putResponses() {
        return Combinators.combine(errorCodes(), keys(room(3))).as(PutResponse::new);
    }

    public static Arbitrary<Get> gets() {
        return keys(room(2)).map(Get::new);
    }

    public static Arbitrary<GetResponse> getResponses() {
        return Combinators.combine(errorCodes(), entries(room(5)))
                .as((result, e) -> new GetResponse(result, e.key(), e.value()));
    }

    public static Arbitrary<StoreRequest> storeRequests() {
        return Combinators.combine(u32(), entries(room(8)))
                .as((clientId, e) -> new StoreRequest(clientId, e.key(), e.value()));
    }

    public static Arbitrary<StoreResponse> storeResponses() {
        return Combinators.combine(errorCodes(), u32(), keys(room(7))).as(StoreResponse::new);
    }

    public static Arbitrary<RetrieveRequest> retrieveRequests() {
        return Combinators.combine(u32(), keys(room(6))).as(RetrieveRequest::new);
    }

    public static Arbitrary<RetrieveResponse> retrieveResponses() {
        return Combinators.combine(errorCodes(), u32(), entries(room(9)))
                .as((result, clientId, e) -> new RetrieveResponse(result, clientId, e.key(), e.value()));
    }

    public static Arbitrary<WorkerRegistryStart> workerRegistryStarts() {
        return u32().map(WorkerRegistryStart::new);
    }

    public static Arbitrary<WorkerEntry> workerEntries() {
        return Combinators.combine(u32(), texts(room(9)), u16(), Arbitraries.of(false, true))
                .as(WorkerEntry::new);
    }

    public static Arbitrary<DataExportStart> dataExportStarts() {
        return u32().map(DataExportStart::new);
    }

    public static Arbitrary<DataEntry> dataEntries() {
        return entries(room(4)).map(e -> new DataEntry(e.key(), e.value()));
    }

    public static Arbitrary<WorkerReady> workerReadies() {
        return Combinators.combine(u32(), u16()).as(WorkerReady::new);
    }

    public static Arbitrary<WorkerNotReady> workerNotReadies() {
        return u32().map(WorkerNotReady::new);
    }

    public static Arbitrary<PeerNotify> peerNotifies() {
        return entries(room(4)).map(e -> new PeerNotify(e.key(), e.value()));
    }

    public static Arbitrary<Message.Error> errors() {
        return Combinators.combine(errorCodes(), texts(room(3))).as(Message.Error::new);
    }

    public static Arbitrary<Hello> hellos() {
        return Combinators.combine(u32(), u16(), u8(), u64(), u64()).as(Hello::new);
    }

    public static Arbitrary<Welcome> welcomes() {
        return Combinators.combine(u16(), u8(), u64(), u64()).as(Welcome::new);
    }

    public static Arbitrary<Heartbeat> heartbeats() {
        return u64().map(Heartbeat::new);
    }

    public static Arbitrary<HeartbeatAck> heartbeatAcks() {
        return u64().map(HeartbeatAck::new);
    }

    public static Arbitrary<Join> joins() {
        return Combinators.combine(u64(), u8(), u8()).as(Join::new);
    }

    public static Arbitrary<ViewStart> viewStarts() {
        return Combinators.combine(u32(), u32(), u64(), u32()).as(ViewStart::new);
    }

    public static Arbitrary<ViewMember> viewMembers() {
        return Combinators.combine(u32(), u64(), texts(room(17)), u16(), u8()).as(ViewMember::new);
    }

    public static Arbitrary<ExportOrder> exportOrders() {
        return Combinators.combine(u64(), u32()).as(ExportOrder::new);
    }

    public static Arbitrary<ImportDone> importDones() {
        return u64().map(ImportDone::new);
    }

    public static Arbitrary<PeerUnreachable> peerUnreachables() {
        return u32().map(PeerUnreachable::new);
    }

    public static Arbitrary<VersionedStore> versionedStores() {
        return Combinators.combine(u32(), u64(), entries(room(16)))
                .as((clientId, version, e) -> new VersionedStore(clientId, version, e.key(), e.value()));
    }

    public static Arbitrary<StoreSettled> storesSettled() {
        return Combinators.combine(u32(), u32(), u32()).as(StoreSettled::new);
    }

    public static Arbitrary<VersionedRetrieveResponse> versionedRetrieveResponses() {
        return Combinators.combine(errorCodes(), u32(), u64(), entries(room(17)))
                .as((result, clientId, version, e) ->
                        new VersionedRetrieveResponse(result, clientId, version, e.key(), e.value()));
    }

    public static Arbitrary<VersionedNotify> versionedNotifies() {
        return Combinators.combine(u32(), u32(), u64(), entries(room(20)))
                .as((epoch, view, version, e) -> new VersionedNotify(epoch, view, version, e.key(), e.value()));
    }

    public static Arbitrary<NotifyAck> notifyAcks() {
        return u64().map(NotifyAck::new);
    }

    public static Arbitrary<VersionedExportStart> versionedExportStarts() {
        return Combinators.combine(u64(), u32()).as(VersionedExportStart::new);
    }

    public static Arbitrary<VersionedEntry> versionedEntries() {
        return Combinators.combine(u64(), u64(), entries(room(20)))
                .as((join, version, e) -> new VersionedEntry(join, version, e.key(), e.value()));
    }

    public static Arbitrary<VersionedExportEnd> versionedExportEnds() {
        return u64().map(VersionedExportEnd::new);
    }

    /** Messages of one type. */
    public static Arbitrary<? extends Message> messagesOf(MessageType type) {
        return switch (type) {
            case PUT -> puts();
            case PUT_RESPONSE -> putResponses();
            case GET -> gets();
            case GET_RESPONSE -> getResponses();
            case STORE_REQUEST -> storeRequests();
            case STORE_RESPONSE -> storeResponses();
            case RETRIEVE_REQUEST -> retrieveRequests();
            case RETRIEVE_RESPONSE -> retrieveResponses();
            case WORKER_REGISTRY_START -> workerRegistryStarts();
            case WORKER_ENTRY -> workerEntries();
            case WORKER_REGISTRY_END -> Arbitraries.just(new WorkerRegistryEnd());
            case DATA_EXPORT_START -> dataExportStarts();
            case DATA_ENTRY -> dataEntries();
            case DATA_EXPORT_END -> Arbitraries.just(new DataExportEnd());
            case WORKER_READY -> workerReadies();
            case WORKER_NOT_READY -> workerNotReadies();
            case PEER_NOTIFY -> peerNotifies();
            case SHUTDOWN -> Arbitraries.just(new Shutdown());
            case ERROR -> errors();
            case HELLO -> hellos();
            case WELCOME -> welcomes();
            case HEARTBEAT -> heartbeats();
            case HEARTBEAT_ACK -> heartbeatAcks();
            case JOIN -> joins();
            case VIEW_START -> viewStarts();
            case VIEW_MEMBER -> viewMembers();
            case VIEW_END -> Arbitraries.just(new ViewEnd());
            case EXPORT_ORDER -> exportOrders();
            case IMPORT_DONE -> importDones();
            case PEER_UNREACHABLE -> peerUnreachables();
            case VERSIONED_STORE -> versionedStores();
            case STORE_SETTLED -> storesSettled();
            case VERSIONED_RETRIEVE_RESPONSE -> versionedRetrieveResponses();
            case VERSIONED_NOTIFY -> versionedNotifies();
            case NOTIFY_ACK -> notifyAcks();
            case VERSIONED_EXPORT_START -> versionedExportStarts();
            case VERSIONED_ENTRY -> versionedEntries();
            case VERSIONED_EXPORT_END -> versionedExportEnds();
        };
    }

    /** Messages of every type, all equally likely. */
    public static Arbitrary<Message> messages() {
        List<Arbitrary<? extends Message>> types = Stream.of(MessageType.values())
                .<Arbitrary<? extends Message>>map(MessageArbitraries::messagesOf)
                .toList();
        // The fields still have edge cases of their own; those of whole messages, thousands, would leave room for no
        // other.
        return Arbitraries.<Message>oneOf(types).edgeCases(EdgeCases.Config::none);
    }

    /** Whole frames of every type. */
    public static Arbitrary<byte[]> frames() {
        return messages().map(FrameCodec::encode);
    }

    /** Whole frames of extension types that are not defined: a reader passes over them. */
    public static Arbitrary<byte[]> unknownExtensionFrames() {
        Arbitrary<Integer> codes =
                Arbitraries.integers().between(128, 255).filter(code -> MessageType.of(code) == null);
        return Combinators.combine(codes, bytes(65_535)).as((code, payload) -> {
            byte[] frame = new byte[3 + payload.length];
            frame[0] = code.byteValue();
            frame[1] = (byte) (payload.length >> 8);
            frame[2] = (byte) payload.length;
            System.arraycopy(payload, 0, frame, 3, payload.length);
            return frame;
        });
    }

    /** Ways to split a stream of bytes, down to single bytes and with empty pieces in between. */
    public static Arbitrary<Split> splits() {
        Arbitrary<Integer> sizes = Arbitraries.frequencyOf(
                Tuple.of(1, Arbitraries.just(0)),
                Tuple.of(8, Arbitraries.integers().between(1, 40)),
                Tuple.of(2, Arbitraries.integers().between(41, 100_000)));
        return sizes.list().ofMinSize(1).ofMaxSize(12).map(Split::new).edgeCases(EdgeCases.Config::none);
    }

    private static Arbitrary<byte[]> bytes(int bytesMax) {
        return mostly(smallBytes(), Arbitraries.longs().map(seed -> filled(bytesMax, seed)));
    }

    private static Arbitrary<byte[]> smallBytes() {
        return Arbitraries.bytes().array(byte[].class).ofMaxSize(SMALL_BYTES_MAX);
    }

    private static <T> Arbitrary<T> mostly(Arbitrary<T> small, Arbitrary<T> largest) {
        return Arbitraries.frequencyOf(Tuple.of(39, small), Tuple.of(1, largest));
    }

    private static byte[] filled(int length, long seed) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    /** What a payload leaves for the contents of its fields of variable length, once the rest of it is subtracted. */
    private static int room(int otherBytes) {
        return 65_535 - otherBytes;
    }
}
