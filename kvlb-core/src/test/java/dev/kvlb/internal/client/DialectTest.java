package dev.kvlb.internal.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DialectTest {
    private final Dialect dialect = new Dialect();

    private void connectInVain() {
        assertThat(dialect.begin()).isTrue();
        dialect.end();
    }

    @Test
    void nothingIsKnownBeforeTheBalancerSaysSomething() {
        assertThat(dialect.begin()).isTrue();
        assertThat(dialect.isKnown()).isFalse();
        assertThat(dialect.isExtended()).isFalse();
    }

    @Test
    void balancerThatSaysWelcomeSpeaksTheExtensions() {
        dialect.begin();
        dialect.onWelcome();
        dialect.onAnswer();
        assertThat(dialect.isExtended()).isTrue();
        assertThat(dialect.isKnown()).isTrue();
    }

    @Test
    void balancerThatAnswersFirstSpeaksOnlyTheBaseProtocol() {
        dialect.begin();
        dialect.onAnswer();
        assertThat(dialect.isKnown()).isTrue();
        assertThat(dialect.isExtended()).isFalse();
    }

    @Test
    void eachConnectionBeginsAnew() {
        dialect.begin();
        dialect.onWelcome();
        dialect.end();
        assertThat(dialect.begin()).isTrue();
        assertThat(dialect.isKnown()).isFalse();
    }

    @Test
    void balancerThatTurnsAHelloAwayIsTriedWithoutAndThenWithAgain() {
        assertThat(dialect.begin()).isTrue();
        dialect.onTurnedAway();
        assertThat(dialect.isTurnedAway()).isTrue();
        dialect.end();
        assertThat(dialect.begin()).isFalse();
        assertThat(dialect.isTurnedAway()).isFalse();
        assertThat(dialect.isKnown()).isTrue();
        assertThat(dialect.isSupposed()).isFalse();
        assertThat(dialect.isExtended()).isFalse();
        dialect.end();
        assertThat(dialect.begin()).isTrue();
    }

    @Test
    void connectionThatEndsWithoutAWordTellsSomethingOnlyTheThirdTime() {
        connectInVain();
        connectInVain();
        connectInVain();
        assertThat(dialect.begin()).isFalse();
        assertThat(dialect.isKnown()).isTrue();
        assertThat(dialect.isSupposed()).isTrue();
        dialect.end();
        assertThat(dialect.begin()).isTrue();
    }

    @Test
    void whatWasSupposedIsCertainOnceItAnswers() {
        connectInVain();
        connectInVain();
        connectInVain();
        dialect.begin();
        dialect.onAnswer();
        assertThat(dialect.isKnown()).isTrue();
        assertThat(dialect.isSupposed()).isFalse();
        assertThat(dialect.isExtended()).isFalse();
    }

    @Test
    void balancerThatHasSpokenTheExtensionsIsGreetedWhateverHangsUp() {
        dialect.begin();
        dialect.onWelcome();
        dialect.end();
        connectInVain();
        connectInVain();
        connectInVain();
        assertThat(dialect.begin()).isTrue();
    }

    @Test
    void connectionsInVainCountOnlyInARow() {
        connectInVain();
        connectInVain();
        dialect.begin();
        dialect.onAnswer();
        dialect.end();
        connectInVain();
        connectInVain();
        assertThat(dialect.begin()).isTrue();
    }

    @Test
    void welcomeThatWasNotAskedForShowsNothing() {
        dialect.begin();
        dialect.onTurnedAway();
        dialect.end();
        dialect.begin();
        dialect.onWelcome();
        assertThat(dialect.isExtended()).isFalse();
    }
}
