package dev.kvlb.internal.balancer;

import dev.kvlb.Consistency;
import dev.kvlb.LoadBalancerListener;
import dev.kvlb.internal.link.CoreLoop;
import dev.kvlb.internal.link.Link;
import dev.kvlb.internal.link.LinkAcceptor;
import dev.kvlb.internal.link.LinkHandler;
import dev.kvlb.internal.link.TestMessages;
import dev.kvlb.protocol.BufferPool;
import dev.kvlb.protocol.ErrorCode;
import dev.kvlb.protocol.FieldName;
import dev.kvlb.protocol.Frame;
import dev.kvlb.protocol.FrameCodec;
import dev.kvlb.protocol.FrameReader;
import dev.kvlb.protocol.FrameSink;
import dev.kvlb.protocol.FrameWriter;
import dev.kvlb.protocol.Handshake;
import dev.kvlb.protocol.Key;
import dev.kvlb.protocol.MalformedFrameException;
import dev.kvlb.protocol.MemberRole;
import dev.kvlb.protocol.Message;
import dev.kvlb.protocol.MessageType;
import dev.kvlb.protocol.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * A balancer of the linearizable mode without a network: a client of the base protocol and ready workers that know
 * versions are played on links that lead nowhere, in one thread and at one moment. Once it has been made, only the core
 * allocates, so that what a request costs it can be measured.
 */
public final class PlayedCluster {
    private final BalancerCore core;
    private final PlayedLink client;
    private final List<PlayedWorker> workers = new ArrayList<>();
    private final byte[][] gets;
    private final byte[][] puts;
    private final FrameSink counter = this::onReply;
    private MessageType expected = MessageType.GET_RESPONSE;
    private int replies;

    /**
     * Makes one that serves.
     *
     * @param workerCount 1 or more
     * @param requestsInTurn how many requests the client sends at once, each on a key of its own
     * @param valueBytes of every value
     */
    public PlayedCluster(int workerCount, int requestsInTurn, int valueBytes) {
        BalancerSettings settings = new BalancerSettings();
        settings.consistency = Consistency.LINEARIZABLE;
        LoadBalancerListener listener = new LoadBalancerListener() {};
        core = new BalancerCore(settings.toConfig(), new BalancerRules(), null, null, listener, CoreLoop.START_NANOS);
        turn();
        for (long id = 1; id <= workerCount; id++) {
            PlayedWorker worker = new PlayedWorker(id, new byte[valueBytes]);
            workers.add(worker);
            worker.join();
        }
        workers.forEach(PlayedWorker::learnView);
        client = new PlayedLink(core.clients());
        gets = new byte[requestsInTurn][];
        puts = new byte[requestsInTurn][];
        for (int i = 0; i < requestsInTurn; i++) {
            Key key = Key.of("key:%08d".formatted(i));
            gets[i] = FrameCodec.encode(new Message.Get(key));
            puts[i] = FrameCodec.encode(new Message.Put(key, Value.of(new byte[valueBytes])));
        }
    }

    /** The client sends a GET of each of its keys, and gets every answer. */
    public void get() {
        exchange(gets, MessageType.GET_RESPONSE);
    }

    /** The client sends a PUT of each of its keys, and gets every answer. */
    public void put() {
        exchange(puts, MessageType.PUT_RESPONSE);
    }

    private void exchange(byte[][] requests, MessageType response) {
        expected = response;
        replies = 0;
        for (byte[] request : requests) {
            client.send(request, request.length);
        }
        turn();
        for (int i = 0; i < workers.size(); i++) {
            workers.get(i).answer();
        }
        turn();
        client.receive(counter);
        if (replies != requests.length) {
            throw new AssertionError("%d of %d requests were answered".formatted(replies, requests.length));
        }
    }

    private boolean onReply(Frame reply) {
        if (reply.type() != expected || reply.number(FieldName.RESULT) != ErrorCode.NONE.code()) {
            throw new AssertionError("expected a good " + expected + ", got " + FrameCodec.decode(reply));
        }
        replies++;
        return true;
    }

    /** Ends a turn and begins the next, as the shell's loop does. */
    private void turn() {
        core.onTurnEnded();
        if (core.nextDeadlineNanos() <= CoreLoop.START_NANOS) {
            throw new AssertionError("the core has something to do at once");
        }
        core.onTime(CoreLoop.START_NANOS);
    }

    /** A worker that has every key, and of whose peers each has every write at once. */
    private final class PlayedWorker {
        private final long id;
        private final PlayedLink link = new PlayedLink(core.workers());
        private final byte[] value;
        private final FrameWriter answers = new FrameWriter(new BufferPool());
        private final FrameSink request = this::onRequest;
        private long joinId;
        private long epoch;
        private long view;

        PlayedWorker(long id, byte[] value) {
            this.id = id;
            this.value = value;
        }

        void join() {
            link.send(TestMessages.hello(Handshake.WORKER, FakeWorker.INCARNATION + id));
            link.send(new Message.WorkerReady(id, FakeWorker.port(id)));
            link.send(new Message.Report(0, 0, MemberRole.NONE, 0));
            link.send(new Message.ViewStart(0, 0, 0, 0));
            link.send(new Message.ViewEnd());
            turn();
            link.receive(this::onNews);
            if (id > 1) {
                link.send(new Message.ImportDone(joinId));
                turn();
            }
        }

        void learnView() {
            link.receive(this::onNews);
        }

        private boolean onNews(Frame frame) {
            if (frame.type() == MessageType.JOIN) {
                joinId = frame.number(FieldName.JOIN);
            } else if (frame.type() == MessageType.VIEW_START) {
                epoch = frame.number(FieldName.EPOCH);
                view = frame.number(FieldName.VIEW);
            }
            return true;
        }

        void answer() {
            link.receive(request);
            link.send(answers);
        }

        private boolean onRequest(Frame frame) {
            long clientId = frame.number(FieldName.CLIENT_ID);
            if (frame.type() == MessageType.RETRIEVE_REQUEST) {
                answers.begin(MessageType.VERSIONED_RETRIEVE_RESPONSE)
                        .u8(ErrorCode.NONE.code())
                        .u32(clientId)
                        .u64(0)
                        .bytes(frame.key())
                        .bytes(value, 0, value.length)
                        .end();
            } else {
                answers.begin(MessageType.STORE_SETTLED)
                        .u32(clientId)
                        .u32(epoch)
                        .u32(view)
                        .end();
            }
            return true;
        }
    }

    /** A connection whose far end is played: what comes in is handed on at once, what goes out is read on demand. */
    private static final class PlayedLink implements Link {
        private final FrameWriter out = new FrameWriter(new BufferPool());
        private final FrameReader outReader = new FrameReader();
        private final FrameReader inReader = new FrameReader();
        private final LinkHandler handler;
        private final FrameSink intoCore;

        PlayedLink(LinkAcceptor acceptor) {
            handler = acceptor.onAccepted(this);
            intoCore = handler::onFrame;
        }

        void send(Message message) {
            byte[] frame = FrameCodec.encode(message);
            send(frame, frame.length);
        }

        void send(byte[] frames, int length) {
            send(frames, 0, length);
        }

        void send(FrameWriter frames) {
            send(frames.array(), frames.offset(), frames.size());
            frames.take(frames.size());
        }

        private void send(byte[] frames, int offset, int length) {
            try {
                inReader.read(frames, offset, length, intoCore);
            } catch (MalformedFrameException e) {
                throw new AssertionError("the core takes this for malformed", e);
            }
        }

        void receive(FrameSink sink) {
            try {
                outReader.read(out.array(), out.offset(), out.size(), sink);
            } catch (MalformedFrameException e) {
                throw new AssertionError("the core has sent a malformed frame", e);
            }
            out.take(out.size());
        }

        @Override
        public FrameWriter out() {
            return out;
        }

        @Override
        public int unsentBytes() {
            return out.size();
        }

        @Override
        public void pause() {
            throw new AssertionError("the core is asked for more than it takes at once");
        }

        @Override
        public void resume() {}

        @Override
        public void close() {
            throw new AssertionError("the core has closed the connection");
        }

        @Override
        public String remoteHost() {
            return BalancerFixture.HOST;
        }
    }
}
