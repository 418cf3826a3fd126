package dev.kvlb;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noCodeUnits;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.elements.GivenClassesConjunction;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.WeakHashMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The walls between the packages, and what keeps the cores pure: the same inputs give the same outputs. */
class ArchitectureTest {
    private static final String[] CORES = {
        "dev.kvlb.internal.balancer..", "dev.kvlb.internal.worker..", "dev.kvlb.internal.link.."
    };
    private static final String TRANSPORT = "dev.kvlb.internal.transport..";

    private static final JavaClasses CLASSES =
            new ClassFileImporter(List.of(new ImportOption.DoNotIncludeTests())).importPackages("dev.kvlb");

    private static void check(ArchRule rule) {
        rule.check(CLASSES);
    }

    private static DescribedPredicate<JavaAccess<?>> member(Class<?> owner, String... names) {
        List<String> wanted = Arrays.asList(names);
        return DescribedPredicate.describe(
                owner.getSimpleName() + "." + wanted,
                access -> access.getTargetOwner().isEquivalentTo(owner) && wanted.contains(access.getName()));
    }

    @Nested
    class TheCores {
        private static GivenClassesConjunction theyMustNot() {
            return noClasses().that().resideInAnyPackage(CORES);
        }

        @Test
        void knowNoNetwork() {
            check(theyMustNot()
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("java.net..", "java.nio.channels..", "javax.net..", TRANSPORT));
        }

        @Test
        void knowNoThreadAndNoLock() {
            check(theyMustNot().should().dependOnClassesThat().resideInAnyPackage("java.util.concurrent.."));
            check(theyMustNot().should().dependOnClassesThat().belongToAnyOf(Thread.class, ThreadLocal.class));
            check(noMethods()
                    .that()
                    .areDeclaredInClassesThat()
                    .resideInAnyPackage(CORES)
                    .should()
                    .haveModifier(JavaModifier.SYNCHRONIZED));
        }

        @Test
        void knowNoClock() {
            check(theyMustNot().should().accessTargetWhere(member(System.class, "nanoTime", "currentTimeMillis")));
            check(theyMustNot().should().dependOnClassesThat().resideInAnyPackage("java.time.."));
        }

        @Test
        void knowNoChanceButWhatTheyAreGiven() {
            check(theyMustNot().should().dependOnClassesThat().belongToAnyOf(Random.class, UUID.class));
            check(theyMustNot().should().accessTargetWhere(member(Math.class, "random")));
            check(theyMustNot().should().callConstructor(SplittableRandom.class));
        }

        @Test
        void walkOrderedCollectionsOnly() {
            check(theyMustNot()
                    .should()
                    .dependOnClassesThat()
                    .belongToAnyOf(HashMap.class, HashSet.class, IdentityHashMap.class, WeakHashMap.class));
            check(theyMustNot().should().accessTargetWhere(member(Map.class, "of", "ofEntries", "copyOf")));
            check(theyMustNot().should().accessTargetWhere(member(Set.class, "of", "copyOf")));
            check(theyMustNot().should().dependOnClassesThat().belongToAnyOf(Collectors.class));
            check(theyMustNot().should().accessTargetWhere(member(System.class, "identityHashCode")));
        }

        @Test
        void logNothing() {
            check(theyMustNot()
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("org.slf4j..", "java.util.logging.."));
        }

        @Test
        void doNotKnowOneAnother() {
            check(noClasses()
                    .that()
                    .resideInAPackage("dev.kvlb.internal.balancer..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("dev.kvlb.internal.worker.."));
            check(noClasses()
                    .that()
                    .resideInAPackage("dev.kvlb.internal.worker..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("dev.kvlb.internal.balancer.."));
            check(noClasses()
                    .that()
                    .resideInAPackage("dev.kvlb.internal.link..")
                    .should()
                    .dependOnClassesThat(areOurs().and(notIn("dev.kvlb.internal.link", "dev.kvlb.protocol"))));
        }
    }

    @Nested
    class TheTransport {
        @Test
        void isTheOnlyPackageThatKnowsChannels() {
            check(noClasses()
                    .that()
                    .resideOutsideOfPackage(TRANSPORT)
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("java.nio.channels.."));
        }

        @Test
        void holdsNoPolicy() {
            check(noClasses()
                    .that()
                    .resideInAPackage(TRANSPORT)
                    .should()
                    .dependOnClassesThat(areOurs()
                            .and(notIn("dev.kvlb.internal.transport", "dev.kvlb.internal.link", "dev.kvlb.protocol"))));
        }
    }

    @Nested
    class TheSpi {
        @Test
        void knowsOnlyTheProtocol() {
            check(noClasses()
                    .that()
                    .resideInAPackage("dev.kvlb.spi..")
                    .should()
                    .dependOnClassesThat(areOurs().and(notIn("dev.kvlb.spi", "dev.kvlb.protocol"))));
        }
    }

    @Nested
    class WhatApplicationsSee {
        @Test
        void showsNothingInternal() {
            check(noCodeUnits()
                    .that()
                    .areDeclaredInClassesThat()
                    .resideInAnyPackage("dev.kvlb", "dev.kvlb.spi")
                    .and()
                    .areDeclaredInClassesThat()
                    .arePublic()
                    .and()
                    .arePublic()
                    .should()
                    .haveRawReturnType(areInternal())
                    .orShould()
                    .haveRawParameterTypes(DescribedPredicate.anyElementThat(areInternal())));
        }

        private DescribedPredicate<JavaClass> areInternal() {
            return DescribedPredicate.describe(
                    "are internal", type -> type.getPackageName().startsWith("dev.kvlb.internal"));
        }
    }

    @Nested
    class TheInternals {
        @Test
        void areKnownOnlyToTheClassesThatStartThem() {
            check(noClasses()
                    .that()
                    .resideOutsideOfPackages("dev.kvlb", "dev.kvlb.internal..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("dev.kvlb.internal.."));
        }
    }

    private static DescribedPredicate<JavaClass> areOurs() {
        return DescribedPredicate.describe(
                "are ours", type -> type.getPackageName().startsWith("dev.kvlb"));
    }

    private static DescribedPredicate<JavaClass> notIn(String... packages) {
        Collection<String> allowed = List.of(packages);
        return DescribedPredicate.describe("are not in " + allowed, type -> !allowed.contains(type.getPackageName()));
    }
}
