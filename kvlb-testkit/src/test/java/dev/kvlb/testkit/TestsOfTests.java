package dev.kvlb.testkit;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.testkit.engine.EventConditions.event;
import static org.junit.platform.testkit.engine.EventConditions.finishedWithFailure;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.message;

import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;

/** Runs classes that are {@link OnlyHere}, and says what has to come of it. */
final class TestsOfTests {
    private TestsOfTests() {}

    private static EngineTestKit.Builder engine(Class<?> tests) {
        return EngineTestKit.engine("junit-jupiter")
                .configurationParameter("junit.jupiter.conditions.deactivate", OnlyHere.Never.class.getName())
                .selectors(selectClass(tests));
    }

    static EngineExecutionResults run(Class<?> tests) {
        return engine(tests).execute();
    }

    static EngineExecutionResults run(Class<?> tests, String seed) {
        return engine(tests).configurationParameter("kvlb.seed", seed).execute();
    }

    static void fails(EngineExecutionResults results, String why) {
        results.allEvents()
                .assertThatEvents()
                .haveAtLeast(1, event(finishedWithFailure(message(text -> text.contains(why)))));
    }

    static void passes(Class<?> tests, int count) {
        run(tests).testEvents().assertStatistics(stats -> stats.started(count).succeeded(count));
    }
}
