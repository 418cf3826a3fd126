package dev.kvlb;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.helpers.MessageFormatter;

/** What a worker logs, and what its application is told. */
class WorkerEventsTest {
    private static final String BALANCER = "h:5060";
    private static final String FAILED = "worker 7 is not connected to h:5060: Connection refused";
    private static final String REGISTERS = "worker 7 registers with h:5060";

    private final List<String> logged = new ArrayList<>();
    private final List<String> told = new ArrayList<>();
    private long nowNanos;

    private final WorkerListener application = new WorkerListener() {
        @Override
        public void onDisconnected(String balancer, String reason) {
            told.add(reason);
        }
    };

    private final WorkerEvents events =
            new WorkerEvents(7, new CompletableFuture<>(), application, () -> nowNanos, recordingLogger());

    /** Takes what is logged at the level of info, with up to three arguments. */
    private Logger recordingLogger() {
        return (Logger) Proxy.newProxyInstance(
                Logger.class.getClassLoader(), new Class<?>[] {Logger.class}, (proxy, method, arguments) -> {
                    assertThat(method.getName()).isEqualTo("info");
                    Object[] values = arguments.length == 2 && arguments[1] instanceof Object[] more
                            ? more
                            : List.of(arguments).subList(1, arguments.length).toArray();
                    logged.add(MessageFormatter.arrayFormat((String) arguments[0], values)
                            .getMessage());
                    return null;
                });
    }

    private void fail(int times) {
        for (int i = 0; i < times; i++) {
            events.onDisconnected(BALANCER, "Connection refused");
        }
    }

    @Test
    void whatFailsAgainAndAgainIsLoggedNowAndThenAndToldEachTime() {
        fail(5);
        assertThat(logged).containsExactly(FAILED);

        nowNanos += TimeUnit.HOURS.toNanos(1);
        fail(5);

        assertThat(logged).containsExactly(FAILED, FAILED);
        assertThat(told).hasSize(10);
    }

    @Test
    void aConnectionThatIsClosedAtOnceIsNoNewBeginning() {
        for (int i = 0; i < 5; i++) {
            events.onConnected(BALANCER);
            fail(1);
        }

        assertThat(logged).containsExactly(REGISTERS, FAILED);
    }

    @Test
    void whenABalancerHasAnsweredTheNextLossIsLoggedAtOnce() {
        fail(5);
        events.onConnected(BALANCER);
        events.onReady();
        fail(5);

        assertThat(logged).containsExactly(FAILED, REGISTERS, "worker 7 is ready", FAILED);
    }
}
