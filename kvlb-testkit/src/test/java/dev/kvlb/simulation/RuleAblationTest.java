package dev.kvlb.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvlb.internal.balancer.BalancerCore;
import dev.kvlb.internal.balancer.BalancerRules;
import dev.kvlb.internal.link.LinkAcceptor;
import dev.kvlb.internal.worker.WorkerRules;
import dev.kvlb.protocol.FieldName;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Takes the rules away one at a time, each by a double of the object that decides it, and looks for a seed that notices:
 * a rule that nobody misses is not needed, or not tested. A core that breaks without it does not count, nor does one that
 * complains of another: what must hold has to be seen not to hold.
 *
 * <p>Each names a seed that noticed when it was written. Where it does not any more, since the simulator or the cores draw
 * their chances in another order now, all default seeds are looked through for another.
 */
class RuleAblationTest {
    private static final int SEEDS = SimulationTest.DEFAULT_SEEDS;

    /** A rule that is taken away, a seed that notices, and the cores that go without. */
    private record Ablation(String rule, long seed, Cores cores) {
        @Override
        public String toString() {
            return rule;
        }
    }

    @ParameterizedTest
    @MethodSource({"balancerRules", "workerRules", "rulesThatCoverOneAnother"})
    void someSeedFailsWithout(Ablation ablation) {
        assertThat(isNoticed(ablation, ablation.seed) || isNoticedInSomeSeed(ablation))
                .as("a seed of 0..%d notices that %s is missing", SEEDS - 1, ablation)
                .isTrue();
    }

    private static boolean isNoticedInSomeSeed(Ablation ablation) {
        for (long seed = 0; seed < SEEDS; seed++) {
            if (isNoticed(ablation, seed)) {
                System.out.println(ablation + " is missed by seed " + seed + " now, not by " + ablation.seed);
                return true;
            }
        }
        return false;
    }

    private static boolean isNoticed(Ablation ablation, long seed) {
        try {
            Simulation.drawn(seed).cores(ablation.cores).run();
            return false;
        } catch (Simulation.Failure failure) {
            return !failure.isOfCore() && !failure.isOfComplaint();
        }
    }

    static Stream<Ablation> balancerRules() {
        return Stream.of(
                balancer("R1 a stamped write is driven to its end", 5, () -> new BalancerRules() {
                    @Override
                    public boolean drivesToItsEnd(boolean stamped) {
                        return false;
                    }
                }),
                balancer("R1 no put is stamped while a member is full", 3, () -> new BalancerRules() {
                    @Override
                    public boolean mayStamp(boolean someMemberIsFull) {
                        return true;
                    }
                }),
                balancer("R4 a write commits in the current view", 210, () -> new BalancerRules() {
                    @Override
                    public boolean commits(boolean viewIsCurrent) {
                        return true;
                    }
                }),
                balancer("R5 one connection's operations on a key keep their order", 5, () -> new BalancerRules() {
                    @Override
                    public boolean keepsOrder() {
                        return false;
                    }
                }),
                balancer("R5 reads go behind the newest write", 931, () -> new BalancerRules() {
                    @Override
                    public boolean readsBehindWrites() {
                        return false;
                    }
                }),
                balancer("R5 replies are held", 1, () -> new BalancerRules() {
                    @Override
                    public boolean holds() {
                        return false;
                    }
                }),
                balancer("R6 outcomes are unknown", 3, () -> new BalancerRules() {
                    @Override
                    public boolean isOutcomeUnknown(boolean stamped) {
                        return false;
                    }
                }),
                balancer("R7 the last ready worker stays in the view", 12, () -> new BalancerRules() {
                    @Override
                    public boolean keepsLastReady() {
                        return false;
                    }
                }),
                balancer("R8 views list learners", 1, () -> new BalancerRules() {
                    @Override
                    public boolean listsLearners() {
                        return false;
                    }
                }),
                balancer("R8 a learner is ready by the export of its own join", 186, () -> new BalancerRules() {
                    @Override
                    public boolean isImported(long join, long ownJoin) {
                        return true;
                    }
                }),
                balancer("R11 all workers are waited for", 21, () -> new BalancerRules() {
                    @Override
                    public boolean isEnough(int ready, int missing, boolean mayGoOnWithoutThem) {
                        return ready > 0;
                    }
                }),
                balancer("R11 learners are waited for too", 21, () -> new BalancerRules() {
                    @Override
                    public boolean waitsForLearners() {
                        return false;
                    }
                }),
                balancer("R11 what is unsettled is driven again", 24, () -> new BalancerRules() {
                    @Override
                    public boolean drivesUnsettled() {
                        return false;
                    }
                }),
                balancer("R11 epochs grow", 3, () -> new BalancerRules() {
                    @Override
                    public long epochAfter(long greatest) {
                        return Math.max(1, greatest);
                    }
                }));
    }

    static Stream<Ablation> workerRules() {
        return Stream.of(
                worker("R2 what is settled is passed over", 634, () -> new WorkerRules() {
                    @Override
                    public boolean passesOver(long version, long settled) {
                        return false;
                    }
                }),
                worker("R3 the coordinator waits for everybody", 1, () -> new WorkerRules() {
                    @Override
                    public long awaited(long members) {
                        return 0;
                    }
                }),
                worker("R3 the coordinator waits for who comes", 5, () -> new WorkerRules() {
                    @Override
                    public long awaitedOfNew(long newMembers) {
                        return 0;
                    }
                }),
                worker("R8 an early export waits", 12, () -> new WorkerRules() {
                    @Override
                    public boolean isEarlyExport(long join, long ownJoin) {
                        return false;
                    }
                }),
                worker("R8 what a learner held is set aside", 552, () -> new WorkerRules() {
                    @Override
                    public boolean setsAside() {
                        return false;
                    }
                }),
                worker("R8 a learner takes the export of its own join", 1100, () -> new WorkerRules() {
                    @Override
                    public boolean takesExport(long join, long ownJoin) {
                        return true;
                    }
                }),
                worker("R9 a notify of another run, or of no member, is not taken", 1_144, () -> new WorkerRules() {
                    @Override
                    public boolean takesNotify(long epoch, long ownEpoch, boolean fromMember) {
                        return true;
                    }
                }),
                worker("R10 who loses the balancer drops what it coordinated", 170, () -> new WorkerRules() {
                    @Override
                    public boolean fencesItself() {
                        return false;
                    }
                }),
                worker("R12 tombstones stay while there is a learner", 237, () -> new WorkerRules() {
                    @Override
                    public boolean mayForget(long version, long settled, boolean complete, boolean anyLearner) {
                        return complete && version <= settled;
                    }
                }),
                worker("R12 tombstones stay until they are settled", 4, () -> new WorkerRules() {
                    @Override
                    public boolean mayForget(long version, long settled, boolean complete, boolean anyLearner) {
                        return complete && !anyLearner;
                    }
                }));
    }

    /** Of each of these pairs no seed misses the one while the other is there. */
    static Stream<Ablation> rulesThatCoverOneAnother() {
        return Stream.of(
                worker("R3 early notifies wait, and R9 a notify is of this cluster", 100, () -> new WorkerRules() {
                    @Override
                    public boolean isEarly(long epoch, long view, long ownEpoch, long ownView) {
                        return false;
                    }

                    @Override
                    public boolean takesNotify(long epoch, long ownEpoch, boolean fromMember) {
                        return true;
                    }
                }),
                credulous(
                        FieldName.EPOCH,
                        "R9 a worker obeys no earlier epoch, and a balancer takes none of a later one",
                        443,
                        () -> new WorkerRules() {
                            @Override
                            public boolean obeys(long epoch, long highestEpoch) {
                                return true;
                            }
                        }),
                credulous(
                        FieldName.CLUSTER,
                        "R10 a worker keeps to its cluster, and a balancer to its workers",
                        7,
                        () -> new WorkerRules() {
                            @Override
                            public boolean belongsTo(long cluster, long ownCluster) {
                                return true;
                            }
                        }),
                worker("R12 a learner keeps tombstones, and so does who knows of one", 25, () -> new WorkerRules() {
                    @Override
                    public boolean mayForget(long version, long settled, boolean complete, boolean anyLearner) {
                        return version <= settled;
                    }
                }));
    }

    private static Ablation balancer(String rule, long seed, Supplier<BalancerRules> without) {
        return new Ablation(rule, seed, new Cores() {
            @Override
            BalancerRules balancerRules() {
                return without.get();
            }
        });
    }

    /** A worker goes without a rule, and balancers without that by which they refuse it. */
    private static Ablation credulous(FieldName passedOver, String rule, long seed, Supplier<WorkerRules> without) {
        return new Ablation(rule, seed, new Cores() {
            @Override
            WorkerRules workerRules() {
                return without.get();
            }

            @Override
            LinkAcceptor workersOf(BalancerCore balancer) {
                return new Credulous(balancer, passedOver);
            }
        });
    }

    private static Ablation worker(String rule, long seed, Supplier<WorkerRules> without) {
        return new Ablation(rule, seed, new Cores() {
            @Override
            WorkerRules workerRules() {
                return without.get();
            }
        });
    }
}
