package dev.kvlb.testkit;

import dev.kvlb.internal.client.ClientOptions;
import dev.kvlb.internal.client.FailedRequests;
import dev.kvlb.internal.client.Request;
import dev.kvlb.internal.client.RequestLine;
import dev.kvlb.internal.client.RequestWindow;
import dev.kvlb.internal.link.Backoff;
import dev.kvlb.internal.link.Connector;
import dev.kvlb.internal.link.Core;
import dev.kvlb.internal.link.Endpoint;
import dev.kvlb.internal.link.Link;
import dev.kvlb.internal.link.LinkHandler;
import dev.kvlb.protocol.Frame;
import dev.kvlb.protocol.MalformedFrameException;
import dev.kvlb.protocol.MessageType;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * The client as a core: the product's own line of requests, on a link in the place of a socket and its two threads.
 *
 * <p>As there, a connection is opened for what waits to be sent, at once and then after growing pauses.
 */
final class SimulatedClientCore implements Core, Connector.Outcome, LinkHandler {
    private static final int BATCH_BYTES_MAX = 65_536;
    private static final long RETRY_FIRST_NANOS = Duration.ofMillis(10).toNanos();
    private static final long RETRY_MAX_NANOS = Duration.ofMillis(500).toNanos();

    private final Connector connector;
    private final Endpoint balancer;
    private final RequestLine line;
    private final Backoff backoff;
    private @Nullable Link link;
    private boolean connecting;
    private boolean answered;
    private String whyClosed = "the connection was reset";
    private long nowNanos;
    private long connectNanos;

    SimulatedClientCore(
            Connector connector,
            Endpoint balancer,
            ClientOptions options,
            RequestWindow window,
            long seed,
            long nowNanos) {
        this.connector = connector;
        this.balancer = balancer;
        this.line = new RequestLine(options, window);
        this.backoff = new Backoff(RETRY_FIRST_NANOS, RETRY_MAX_NANOS, new SplittableRandom(seed));
        this.nowNanos = nowNanos;
        this.connectNanos = nowNanos + backoff.nextNanos();
    }

    /** Lets a request in, between two turns of its process. */
    void add(Request request, long nowNanos) {
        line.add(request, nowNanos);
    }

    /** Fails all that is under way. */
    void end() {
        FailedRequests failed = new FailedRequests();
        line.close(failed);
        failed.report();
    }

    // The connection.

    @Override
    public LinkHandler onConnected(Link connected) {
        connecting = false;
        answered = false;
        link = connected;
        line.onConnected();
        return this;
    }

    @Override
    public void onFailed(String reason) {
        connecting = false;
        line.onConnectFailed(new IOException(reason));
        connectNanos = nowNanos + backoff.nextNanos();
    }

    @Override
    public boolean onFrame(Frame frame) throws MalformedFrameException {
        switch (frame.type()) {
            case WELCOME -> line.onWelcome();
            case SHUTDOWN -> close("the balancer shut down");
            default -> {
                answered = true;
                Request request = line.takeAnswered();
                if (request == null) {
                    close("the balancer ended the connection");
                } else {
                    request.onReply(frame);
                }
            }
        }
        return true;
    }

    @Override
    public void onMalformed(MalformedFrameException cause) {
        throw new AssertionError("a balancer of ours sent a malformed frame", cause);
    }

    @Override
    public void onInputEnded() {
        close("the balancer closed the connection");
    }

    private void close(String why) {
        whyClosed = why;
        Objects.requireNonNull(link).close();
    }

    @Override
    public void onDrained() {
        // Nothing was held back.
    }

    @Override
    public void onClosed() {
        link = null;
        if (answered) {
            backoff.reset();
        }
        connectNanos = nowNanos + backoff.nextNanos();
        FailedRequests failed = new FailedRequests();
        line.onConnectionLost(new IOException(whyClosed), nowNanos, failed);
        failed.report();
    }

    // Time.

    @Override
    public void onTime(long nowNanos) {
        this.nowNanos = nowNanos;
        FailedRequests failed = new FailedRequests();
        line.expire(nowNanos, failed);
        if (link == null) {
            line.failUnreachable(nowNanos, failed);
        } else if (line.isStalled(nowNanos)) {
            close("nothing was answered any more");
        }
        failed.report();
    }

    @Override
    public void onTurnEnded() {
        if (link == null) {
            if (!connecting && line.hasQueued() && connectNanos <= nowNanos) {
                connecting = true;
                connector.connect(balancer, this);
            }
            return;
        }
        FailedRequests failed = new FailedRequests();
        while (line.hasSendable()) {
            List<byte[]> frames = new ArrayList<>();
            line.takeBatch(frames, BATCH_BYTES_MAX, nowNanos, failed);
            for (byte[] frame : frames) {
                MessageType type = Objects.requireNonNull(MessageType.of(frame[0] & 0xff));
                link.out()
                        .begin(type)
                        .raw(frame, Frame.HEADER_BYTES, frame.length - Frame.HEADER_BYTES)
                        .end();
            }
        }
        failed.report();
    }

    @Override
    public long nextDeadlineNanos() {
        if (link != null) {
            return nowNanos + line.nanosToNextDeadline(nowNanos);
        }
        if (!line.hasQueued()) {
            return NO_DEADLINE;
        }
        long unreachable = nowNanos + line.nanosToNextUnreachable(nowNanos);
        return connecting ? unreachable : Math.min(connectNanos, unreachable);
    }

    @Override
    public void drain() {
        // It is ended by its process.
    }

    @Override
    public boolean isEnded() {
        return false;
    }
}
