package dev.kvlb.testkit;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What keeps a simulation the same each time, and the relays apart from what they are used for. */
class ArchitectureTest {
    private static final String SIMULATION = "dev.kvlb.simulation..";

    private static final JavaClasses CLASSES =
            new ClassFileImporter(List.of(new ImportOption.DoNotIncludeTests())).importPackages("dev.kvlb");

    private static void check(ArchRule rule) {
        rule.check(CLASSES);
    }

    @Test
    void theSimulatedNetworkKnowsNoRealOneAndNoThread() {
        check(noClasses()
                .that()
                .resideInAPackage(SIMULATION)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "java.net..",
                        "java.nio..",
                        "java.util.concurrent..",
                        "dev.kvlb.internal.transport..",
                        "dev.kvlb.testkit.."));
    }

    @Test
    void theSimulatedNetworkKnowsNoClock() {
        check(noClasses()
                .that()
                .resideInAPackage(SIMULATION)
                .should()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(System.class, "currentTimeMillis"));
    }

    @Test
    void theRelaysKnowTheProtocolAlone() {
        check(noClasses()
                .that()
                .resideInAPackage("dev.kvlb.testkit.relay..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.kvlb", "dev.kvlb.spi..", "dev.kvlb.internal..", "dev.kvlb.testkit", SIMULATION));
    }
}
