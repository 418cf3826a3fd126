package dev.kvlb.internal.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvlb.KvlbException;
import dev.kvlb.protocol.MessageType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A line and what was let in. Time is in units of the test's own: 100 to connect, 1,000 for a request. */
abstract class RequestLineFixture {
    static final long CONNECT = 100;
    static final long REQUEST = 1_000;
    static final int FRAME_BYTES = 3 + 2 + 1;

    final RequestWindow window = new RequestWindow(64);
    final RequestLine line = new RequestLine(new ClientOptions("host", 1, CONNECT, REQUEST, 64), window);
    private final List<Request> requests = new ArrayList<>();
    private final List<RecordingSink> sinks = new ArrayList<>();

    final Request put(long now) {
        return add(EntryRequest.put(bytes("p"), bytes(""), newSink()), now);
    }

    final Request get(long now) {
        return add(EntryRequest.get(bytes("g"), newSink()), now);
    }

    final Request delete(long now) {
        return add(EntryRequest.delete(bytes("d"), newSink()), now);
    }

    final Request status(long now) {
        return add(Inquiry.status(newSink()), now);
    }

    private Request add(Request request, long now) {
        assertThat(window.takeAtOnce()).isTrue();
        line.add(request, now);
        requests.add(request);
        return request;
    }

    private RecordingSink newSink() {
        RecordingSink sink = new RecordingSink();
        sinks.add(sink);
        return sink;
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Has frames of up to so many bytes sent, and returns their types. */
    final List<MessageType> frames(int bytesMax, long now) {
        return send(bytesMax, now).stream()
                .map(frame -> MessageType.of(frame[0] & 0xff))
                .toList();
    }

    /** Has frames of up to so many bytes sent, and returns the requests that they belong to. */
    final List<Request> batch(int bytesMax, long now) {
        List<byte[]> frames = send(bytesMax, now);
        return frames.stream()
                .flatMap(frame -> requests.stream().filter(request -> request.frame() == frame))
                .toList();
    }

    private List<byte[]> send(int bytesMax, long now) {
        List<byte[]> frames = new ArrayList<>();
        FailedRequests failed = new FailedRequests();
        line.takeBatch(frames, bytesMax, now, failed);
        failed.report();
        return frames;
    }

    final List<Request> sendAll(long now) {
        return batch(Integer.MAX_VALUE, now);
    }

    final List<MessageType> sendAllFrames(long now) {
        return frames(Integer.MAX_VALUE, now);
    }

    /** Returns what was told in the order of the requests, one list each. */
    final List<List<String>> told() {
        return sinks.stream().map(RecordingSink::told).toList();
    }

    final KvlbException failureOf(int request) {
        return sinks.get(request).failure();
    }

    final void expire(long now) {
        FailedRequests failed = new FailedRequests();
        line.expire(now, failed);
        failed.report();
    }

    final void failUnreachable(long now) {
        FailedRequests failed = new FailedRequests();
        line.failUnreachable(now, failed);
        failed.report();
    }

    final void lose(long now) {
        FailedRequests failed = new FailedRequests();
        line.onConnectionLost(new IOException("lost"), now, failed);
        failed.report();
    }

    final void close() {
        FailedRequests failed = new FailedRequests();
        line.close(failed);
        failed.report();
    }
}
