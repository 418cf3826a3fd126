package dev.kvlb.examples.testing;

import dev.kvlb.Client;
import dev.kvlb.KvlbException;
import java.util.function.UnaryOperator;

/** A service under test: looks exchange rates up in the store, and where they are not there asks their slow source. */
final class RateCache {
    private final Client client;
    private final UnaryOperator<String> source;

    RateCache(Client client, UnaryOperator<String> source) {
        this.client = client;
        this.source = source;
    }

    /** Returns the rate of a currency; never fails because of the store. */
    String rate(String currency) {
        try {
            return client.get(currency).orElseGet(() -> load(currency));
        } catch (KvlbException e) {
            return source.apply(currency);
        }
    }

    private String load(String currency) {
        String rate = source.apply(currency);
        client.put(currency, rate);
        return rate;
    }
}
