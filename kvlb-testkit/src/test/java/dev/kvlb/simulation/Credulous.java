package dev.kvlb.simulation;

import dev.kvlb.BalancerSnapshot;
import dev.kvlb.internal.balancer.BalancerCore;
import dev.kvlb.internal.link.Link;
import dev.kvlb.internal.link.LinkAcceptor;
import dev.kvlb.internal.link.LinkHandler;
import dev.kvlb.protocol.FieldName;
import dev.kvlb.protocol.Frame;
import dev.kvlb.protocol.MalformedFrameException;
import dev.kvlb.protocol.MessageType;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Has a balancer that has begun take every worker for one of its own cluster, or for one that has obeyed no later epoch
 * than its own, whatever the worker reports: so it refuses none for that.
 */
final class Credulous implements LinkAcceptor {
    private final BalancerCore balancer;
    private final FieldName passedOver;

    /**
     * Makes one of a balancer.
     *
     * @param passedOver what of a report it does not look at, the CLUSTER or the EPOCH
     */
    Credulous(BalancerCore balancer, FieldName passedOver) {
        this.balancer = balancer;
        this.passedOver = passedOver;
    }

    @Override
    public LinkHandler onAccepted(Link link) {
        return new Believer(balancer.workers().onAccepted(link));
    }

    private final class Believer implements LinkHandler {
        private final LinkHandler session;

        Believer(LinkHandler session) {
            this.session = session;
        }

        @Override
        public boolean onFrame(Frame frame) throws MalformedFrameException {
            BalancerSnapshot own = balancer.snapshot();
            boolean tells = frame.type() == MessageType.REPORT || frame.type() == MessageType.VIEW_START;
            return session.onFrame(tells && own.cluster() != 0 ? believed(frame, own) : frame);
        }

        private Frame believed(Frame told, BalancerSnapshot own) throws MalformedFrameException {
            int length = told.length();
            ByteBuffer bytes = ByteBuffer.wrap(Arrays.copyOfRange(told.bytes(), told.offset(), told.offset() + length));
            boolean report = told.type() == MessageType.REPORT;
            if (passedOver == FieldName.EPOCH && told.number(FieldName.EPOCH) > own.epoch()) {
                bytes.putInt(at(told, FieldName.EPOCH), (int) own.epoch());
                if (report) {
                    // It would tell of the epoch too.
                    bytes.putLong(at(told, FieldName.LAST_VERSION), 0);
                }
            }
            if (passedOver == FieldName.CLUSTER && report && told.number(FieldName.CLUSTER) != 0) {
                bytes.putLong(at(told, FieldName.CLUSTER), own.cluster());
            }
            return new Frame().wrap(bytes.array(), 0, length);
        }

        private static int at(Frame frame, FieldName field) {
            return frame.start(field) - frame.offset();
        }

        @Override
        public void onMalformed(MalformedFrameException cause) {
            session.onMalformed(cause);
        }

        @Override
        public void onInputEnded() {
            session.onInputEnded();
        }

        @Override
        public void onDrained() {
            session.onDrained();
        }

        @Override
        public void onClosed() {
            session.onClosed();
        }
    }
}
