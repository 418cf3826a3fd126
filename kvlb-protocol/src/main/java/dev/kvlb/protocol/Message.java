package dev.kvlb.protocol;

/**
 * A message of the protocol as an immutable record: 19 base types, and the extensions (types 128 and up).
 *
 * <p>Numbers are unsigned on the wire: a {@code u32} is a {@code long} of 0..4,294,967,295 here, a {@code u16} an
 * {@code int} of 0..65,535, a {@code u8} an {@code int} of 0..255; {@link FrameCodec} refuses to encode one outside its
 * range. A {@code u64} uses all 64 bits of its {@code long}.
 */
public sealed interface Message {
    /** {@return the row of this message} */
    default MessageType type() {
        return MessageType.of(this);
    }

    // Base protocol: client and balancer.

    /** Stores a value under a key. Client to balancer. */
    record Put(Key key, Value value) implements Message {}

    /** Answers a {@link Put}. Balancer to client. */
    record PutResponse(ErrorCode result, Key key) implements Message {}

    /** Asks for the value of a key. Client to balancer. */
    record Get(Key key) implements Message {}

    /** Answers a {@link Get}; the value is empty where there is none. Balancer to client. */
    record GetResponse(ErrorCode result, Key key, Value value) implements Message {}

    // Base protocol: balancer and worker.

    /** Hands a write to a worker. {@code clientId} (u32) comes back as it was sent. Balancer to worker. */
    record StoreRequest(long clientId, Key key, Value value) implements Message {}

    /** Answers a {@link StoreRequest}, a {@link VersionedStore} or a {@link VersionedDelete}. Worker to balancer. */
    record StoreResponse(ErrorCode result, long clientId, Key key) implements Message {}

    /** Hands a read to a worker. {@code clientId} (u32) comes back as it was sent. Balancer to worker. */
    record RetrieveRequest(long clientId, Key key) implements Message {}

    /** Answers a {@link RetrieveRequest}. Worker to balancer. */
    record RetrieveResponse(ErrorCode result, long clientId, Key key, Value value) implements Message {}

    /** Begins a list of workers. {@code totalWorkers} (u32) is the cluster's size, not the list's. Balancer to worker. */
    record WorkerRegistryStart(long totalWorkers) implements Message {}

    /**
     * One worker of the list: id (u32), host and peer port (u16), and whether the receiver is to export its data to it.
     * Balancer to worker.
     */
    record WorkerEntry(long workerId, String address, int port, boolean shouldExportData) implements Message {}

    /** Ends a list of workers, and acknowledges a worker that joined. Balancer to worker. */
    record WorkerRegistryEnd() implements Message {}

    /** Begins an export of so many entries (u32). Worker to peer. */
    record DataExportStart(long totalEntries) implements Message {}

    /** One entry of an export. Worker to peer. */
    record DataEntry(Key key, Value value) implements Message {}

    /** Ends an export. Worker to peer. */
    record DataExportEnd() implements Message {}

    /** Registers a worker by its id (u32) and the port (u16) it takes peers on, or puts it back in the ring. */
    record WorkerReady(long workerId, int peerPort) implements Message {}

    /** Takes a worker (u32) out of the ring, not out of the cluster. Worker to balancer. */
    record WorkerNotReady(long workerId) implements Message {}

    /** Tells a peer of a write. Worker to peer. */
    record PeerNotify(Key key, Value value) implements Message {}

    // Base protocol: any to any.

    /** The last frame before the sender closes the connection. */
    record Shutdown() implements Message {}

    /** Says what went wrong. */
    record Error(ErrorCode errorCode, String message) implements Message {}

    // Extensions: greeting and heartbeats.

    /**
     * Announces a program that speaks the extensions; the first frame on its connection.
     *
     * @param magic u32, {@link Handshake#MAGIC}
     * @param protocolVersion u16, {@link Handshake#PROTOCOL_VERSION}
     * @param role u8, one of the {@link Handshake} roles
     * @param capabilities u64, a set of bits such as {@link Handshake#VERSIONS}
     * @param incarnation u64, the identity of this run of a worker; 0 for a client
     */
    record Hello(long magic, int protocolVersion, int role, long capabilities, long incarnation) implements Message {}

    /** Answers a {@link Hello} in kind: from here on both sides may send extensions. */
    record Welcome(int protocolVersion, int role, long capabilities, long incarnation) implements Message {}

    /**
     * Asks for a sign of life. Balancer to worker.
     *
     * @param sequence u64, comes back as it was sent
     * @param settled u64, the largest version such that it and every one before it are settled
     */
    record Heartbeat(long sequence, long settled) implements Message {}

    /** Answers a {@link Heartbeat}. Worker to balancer. */
    record HeartbeatAck(long sequence) implements Message {}

    // Extensions: recovery.

    /**
     * Tells what a worker brings along, before its registration; the view that it was told last follows. Worker to
     * balancer.
     *
     * @param cluster u64, the cluster whose data the worker holds; 0 for none
     * @param epoch u32, the highest that the worker has obeyed
     * @param role u8, what the worker was in the view that follows: one of {@link MemberRole}
     * @param lastVersion u64, the greatest version that the worker holds
     */
    record Report(long cluster, long epoch, int role, long lastVersion) implements Message {}

    /**
     * Asks for every entry that a worker doesn't know to be settled, and orders it to obey this epoch from now on.
     * Balancer to worker.
     *
     * @param cluster u64
     * @param epoch u32
     */
    record UnsettledQuery(long cluster, long epoch) implements Message {}

    /** One entry that the sender doesn't know to be settled, with its version (u64). Worker to balancer. */
    record UnsettledEntry(long version, Key key, Value value) implements Message {}

    /** One delete that the sender doesn't know to be settled, with its version (u64). Worker to balancer. */
    record UnsettledTombstone(long version, Key key) implements Message {}

    /** Ends the answer to an {@link UnsettledQuery}: every entry up to this version (u64) is settled. Worker to balancer. */
    record UnsettledEnd(long settled) implements Message {}

    // Extensions: membership.

    /**
     * Admits a worker. Balancer to worker.
     *
     * @param cluster u64, the identity of the cluster
     * @param epoch u32, which the worker obeys from now on
     * @param join u64, the identity of this join: the order to export, each frame of the export and
     *     {@link ImportDone} name it, since they travel on different connections
     * @param role u8, {@link MemberRole#LEARNER} where data is to be imported first, {@link MemberRole#READY} where the
     *     worker serves with what it has
     * @param mode u8, one of {@link ReplicationMode}: how the worker is to answer
     * @param store u8, one of {@link StoreOrder}: what becomes of the data that the worker holds
     */
    record Join(long cluster, long epoch, long join, int role, int mode, int store) implements Message {}

    /**
     * Begins a view: the members of the cluster. Balancer to worker; worker to balancer behind a {@link Report}.
     *
     * @param epoch u32, which run of the balancer made the view
     * @param view u32, the view's number within the epoch
     * @param settled u64, the largest version such that it and every one before it are settled
     * @param members u32, how many {@link ViewMember} follow
     */
    record ViewStart(long epoch, long view, long settled, long members) implements Message {}

    /**
     * One member of a view. Balancer to worker; worker to balancer behind a {@link Report}.
     *
     * @param workerId u32
     * @param incarnation u64, the identity of this run of the worker; 0 where it speaks only the base protocol
     * @param address the host on which it takes peers
     * @param port u16, the port on which it takes peers
     * @param role u8, one of {@link MemberRole}
     */
    record ViewMember(long workerId, long incarnation, String address, int port, int role) implements Message {}

    /** Ends a view, which takes effect now. Balancer to worker; worker to balancer behind a {@link Report}. */
    record ViewEnd() implements Message {}

    /** Orders a complete worker to export its data to the learner {@code workerId} (u32). Balancer to worker. */
    record ExportOrder(long join, long workerId) implements Message {}

    /** Says that the export of this join is merged completely. Worker to balancer. */
    record ImportDone(long join) implements Message {}

    /** Says that a member (u32) of the sender's view can't be reached. Worker to balancer, who decides. */
    record PeerUnreachable(long workerId) implements Message {}

    /**
     * Says how much memory the sender's data uses, and how much it may use. Worker to balancer.
     *
     * @param dataBytes u64
     * @param dataBytesMax u64
     */
    record Capacity(long dataBytes, long dataBytesMax) implements Message {}

    // Extensions: versioned replication.

    /**
     * Hands a stamped write to a worker, its coordinator. Balancer to worker.
     *
     * @param clientId u32, comes back as it was sent
     * @param version u64, the write's place in the order of all writes
     */
    record VersionedStore(long clientId, long version, Key key, Value value) implements Message {}

    /**
     * Says that every member of this view holds a write or a later one. Worker to balancer.
     *
     * @param clientId u32, of the {@link VersionedStore} or {@link VersionedDelete}
     * @param epoch u32, of the view that was used
     * @param view u32, the number of the view that was used
     */
    record StoreSettled(long clientId, long epoch, long view) implements Message {}

    /**
     * Answers a {@link RetrieveRequest} where the worker said {@link Hello}. Worker to balancer.
     *
     * @param clientId u32, of the {@link RetrieveRequest}
     * @param version u64, of the write that the value comes from; 0 where there is none
     */
    record VersionedRetrieveResponse(ErrorCode result, long clientId, long version, Key key, Value value)
            implements Message {}

    /**
     * Hands a stamped delete to a worker, its coordinator. Balancer to worker.
     *
     * @param clientId u32, comes back as it was sent
     * @param version u64, the delete's place in the order of all writes
     */
    record VersionedDelete(long clientId, long version, Key key) implements Message {}

    /**
     * Tells a peer of a stamped write. Worker to peer.
     *
     * @param epoch u32, of the view that the sender uses
     * @param view u32, the number of the view that the sender uses
     * @param version u64
     */
    record VersionedNotify(long epoch, long view, long version, Key key, Value value) implements Message {}

    /**
     * Says how many (u64) {@link VersionedNotify} and {@link NotifyDelete} of this connection have been applied. Peer to
     * worker.
     */
    record NotifyAck(long count) implements Message {}

    /** Begins the export of a join (u64), of so many entries (u32). Worker to peer. */
    record VersionedExportStart(long join, long totalEntries) implements Message {}

    /** One entry of the export of a join (u64), with its version (u64). Worker to peer. */
    record VersionedEntry(long join, long version, Key key, Value value) implements Message {}

    /** Ends the export of a join (u64). Worker to peer. */
    record VersionedExportEnd(long join) implements Message {}

    /**
     * Tells a peer of a stamped delete. Worker to peer.
     *
     * @param epoch u32, of the view that the sender uses
     * @param view u32, the number of the view that the sender uses
     * @param version u64
     */
    record NotifyDelete(long epoch, long view, long version, Key key) implements Message {}

    /** One entry of the export of a join (u64) that is deleted, with the version (u64) of its delete. Worker to peer. */
    record VersionedTombstone(long join, long version, Key key) implements Message {}

    // Extensions: client and balancer.

    /** Deletes what is stored under a key. Client to balancer. */
    record Delete(Key key) implements Message {}

    /** Answers a {@link Delete}; the key is gone also where nothing was stored under it. Balancer to client. */
    record DeleteResponse(ErrorCode result, Key key) implements Message {}

    /**
     * Answers a {@link Put} where the client's {@link Hello} asked for {@link Handshake#VERSIONS}. Balancer to client.
     *
     * @param version u64, of this write; 0 where it was refused
     * @param workerId u32, the worker that answered; 0 where none did
     */
    record VersionedPutResponse(ErrorCode result, long version, long workerId, Key key) implements Message {}

    /**
     * Answers a {@link Get} where the client's {@link Hello} asked for {@link Handshake#VERSIONS}. Balancer to client.
     *
     * @param version u64, of the write that the value comes from; 0 where there is none
     * @param workerId u32, the worker that answered; 0 where none did
     */
    record VersionedGetResponse(ErrorCode result, long version, long workerId, Key key, Value value)
            implements Message {}

    /**
     * Answers a {@link Delete} where the client's {@link Hello} asked for {@link Handshake#VERSIONS}. Balancer to
     * client.
     *
     * @param version u64, of this delete; 0 where it was refused
     * @param workerId u32, the worker that answered; 0 where none did
     */
    record VersionedDeleteResponse(ErrorCode result, long version, long workerId, Key key) implements Message {}

    // Extensions: operation.

    /** Asks how the cluster is. Client to balancer. */
    record Status() implements Message {}

    /**
     * Answers a {@link Status}, together with the {@link StatusWorker}s that follow. Balancer to client.
     *
     * @param state u8, one of {@link ClusterState}
     * @param mode u8, one of {@link ReplicationMode}
     * @param cluster u64, the identity of the cluster; 0 where there is none yet
     * @param epoch u32, of the balancer
     * @param view u32, the number of the current view
     * @param settled u64, the largest version such that it and every one before it are settled
     * @param inFlight u32, writes that are not settled
     * @param dirtyKeys u32, keys of those writes
     * @param queued u32, requests that no worker has got yet
     * @param clients u32, connected clients
     * @param reason why the cluster doesn't serve and what to do, for people; empty while it does
     * @param workers u32, how many {@link StatusWorker} follow
     */
    record StatusResponse(
            int state,
            int mode,
            long cluster,
            long epoch,
            long view,
            long settled,
            long inFlight,
            long dirtyKeys,
            long queued,
            long clients,
            String reason,
            long workers)
            implements Message {}

    /**
     * One worker of a {@link StatusResponse}. Balancer to client.
     *
     * @param workerId u32
     * @param incarnation u64, the identity of this run of the worker; 0 where it speaks only the base protocol
     * @param address the host on which it takes peers
     * @param port u16, the port on which it takes peers
     * @param role u8, one of {@link MemberRole}
     * @param inFlight u32, requests that it has and has not answered completely
     * @param requests u64, how many requests it has been sent since it registered
     * @param dataBytes u64, the memory that its data uses
     * @param dataBytesMax u64, the memory that its data may use
     */
    record StatusWorker(
            long workerId,
            long incarnation,
            String address,
            int port,
            int role,
            boolean connected,
            boolean inRing,
            long inFlight,
            long requests,
            long dataBytes,
            long dataBytesMax)
            implements Message {}

    /** Asks what the balancer has counted and measured. Client to balancer. */
    record Metrics() implements Message {}

    /**
     * Answers a {@link Metrics}, together with the {@link MetricsBucket}s that follow. All counts are u64 and begin with
     * the run of the balancer. Balancer to client.
     *
     * @param incarnation u64, the identity of this run of the balancer
     * @param puts u64, PUTs that were done
     * @param gets u64, GETs that were answered, with a value or that there is none
     * @param deletes u64, DELETEs that were done
     * @param notFound u64, those of the GETs that found nothing
     * @param busy u64, requests that were not done and may be sent again
     * @param unknown u64, requests of which nobody knows whether they were done
     * @param invalid u64, requests that broke a limit or the protocol
     * @param settled u64, the largest version such that it and every one before it are settled
     * @param lag u64, by how many versions that is behind the one that was given last
     * @param lagMicros u64, for how long the oldest write that is not settled has been here; 0 where there is none
     * @param buckets u32, how many {@link MetricsBucket} follow
     */
    record MetricsResponse(
            long incarnation,
            long puts,
            long gets,
            long deletes,
            long notFound,
            long busy,
            long unknown,
            long invalid,
            long settled,
            long lag,
            long lagMicros,
            long buckets)
            implements Message {}

    /**
     * Requests that were done and took about as long as each other. Balancer to client.
     *
     * @param micros u64, the longest that one of this bucket may have taken; greater than that of the bucket before
     * @param requests u64, how many there were in this run of the balancer, at least 1
     */
    record MetricsBucket(long micros, long requests) implements Message {}

    /** Orders a suspended cluster to start empty. Client to balancer. */
    record Reset() implements Message {}

    /** Orders a suspended cluster to start with what this worker (u32) holds or set aside. Client to balancer. */
    record Recover(long workerId) implements Message {}

    /** Answers a {@link Reset} or a {@link Recover}; the message, for people, says why it was refused. */
    record OrderResponse(ErrorCode result, String message) implements Message {}
}
