package dev.kvlb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.kvlb.ScriptedBalancer.Session;
import dev.kvlb.protocol.ErrorCode;
import dev.kvlb.protocol.MalformedFrameException;
import dev.kvlb.protocol.Message;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a balancer would not say where it should answer. */
class ClientMalformedReplyTest {
    private ScriptedBalancer balancer;
    private Client client;

    @BeforeEach
    void start() throws IOException {
        balancer = new ScriptedBalancer();
        client = balancer.client().build().start();
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        balancer.close();
    }

    private static Throwable failureOf(CompletableFuture<?> future) {
        Throwable thrown = catchThrowable(future::join);
        assertThat(thrown).isInstanceOf(CompletionException.class);
        return thrown.getCause();
    }

    @Test
    void putMayHaveBeenDoneAndTheConnectionEnds() throws IOException {
        CompletableFuture<Written> put = client.putAsync("k", "v");
        Session session = balancer.accept();
        session.expectPut("k", "v");
        session.confirmPut("other");
        assertThat(failureOf(put))
                .isInstanceOf(OutcomeUnknownException.class)
                .hasCauseInstanceOf(MalformedFrameException.class);
        session.expectEnd();
    }

    @Test
    void getIsRefusedAndThoseBehindItAreAskedAgain() throws IOException {
        CompletableFuture<Optional<String>> first = client.getAsync("k1");
        CompletableFuture<Optional<String>> second = client.getAsync("k2");
        Session session = balancer.accept();
        session.expectGet("k1");
        session.expectGet("k2");
        session.confirmPut("k1");
        assertThat(failureOf(first))
                .isInstanceOfSatisfying(
                        RefusedException.class, e -> assertThat(e.errorCode()).isEqualTo(ErrorCode.PROTOCOL_ERROR))
                .hasMessageContaining("see that it is a balancer");
        session.expectEnd();
        Session next = balancer.accept();
        next.expectGet("k2");
        next.answerGet("k2", "v2");
        assertThat(second.join()).contains("v2");
    }

    @Test
    void whatIsNoFrameEndsTheConnection() throws IOException {
        CompletableFuture<Optional<String>> get = client.getAsync("k");
        Session session = balancer.accept();
        session.expectGet("k");
        session.sendBytes("HTTP/1.1 400 Bad Request".getBytes(StandardCharsets.US_ASCII));
        assertThat(failureOf(get)).isInstanceOf(RefusedException.class).hasMessageContaining("type 72");
        session.expectEnd();
    }

    @Test
    void frameThatOnlyAWorkerIsSentEndsTheConnection() throws IOException {
        CompletableFuture<Optional<String>> get = client.getAsync("k");
        Session session = balancer.accept();
        session.expectGet("k");
        session.send(new Message.WorkerRegistryEnd());
        assertThat(failureOf(get)).isInstanceOf(RefusedException.class);
        session.expectEnd();
    }

    @Test
    void answerToNothingEndsTheConnection() throws IOException {
        CompletableFuture<Optional<String>> get = client.getAsync("k");
        Session session = balancer.accept();
        session.expectGet("k");
        session.answerGet("k", "v");
        assertThat(get.join()).contains("v");
        session.answerGet("k", "v");
        session.expectEnd();
        CompletableFuture<Optional<String>> next = client.getAsync("k");
        Session again = balancer.accept();
        again.expectGet("k");
        again.answerGet("k", "w");
        assertThat(next.join()).contains("w");
    }
}
