package dev.kvlb.internal.link;

/** Takes the connections that come in on one listening port. */
@FunctionalInterface
public interface LinkAcceptor {
    /** A connection came in; returns what takes its input. To refuse it, close the link. */
    LinkHandler onAccepted(Link link);
}
