package dev.kvlb.cli.bench;

import java.util.SplittableRandom;

/**
 * Chooses rank k of 1..n with a probability in proportion to k^-s, in constant time and memory.
 *
 * <p>By rejection-inversion: W. Hörmann and G. Derflinger, "Rejection-inversion to generate variates from monotone
 * discrete distributions", ACM Transactions on Modeling and Computer Simulation 6 (1996) 3, pages 169-184. With h(x) = x^-s
 * and H its integral, u is drawn evenly between H(3/2) - h(1) and H(n + 1/2), and x = H^-1(u). The nearest rank k gets the
 * part of that range below H(k + 1/2) that is h(k) wide; the rest, which is there because h is convex, is rejected.
 */
final class ZipfianChoice implements KeyChoice {
    private final int ranks;
    private final double exponent;
    private final SplittableRandom random;
    private final double first;
    private final double last;
    private final double sureWidth;

    /**
     * Makes one of {@code ranks} ranks.
     *
     * @param ranks at least 1
     * @param exponent s, greater than 0 and not 1
     */
    ZipfianChoice(int ranks, double exponent, SplittableRandom random) {
        this.ranks = ranks;
        this.exponent = exponent;
        this.random = random;
        first = integral(1.5) - 1;
        last = integral(ranks + 0.5);
        sureWidth = 2 - inverse(integral(2.5) - weight(2));
    }

    /** Returns the rank, counted from 0. */
    @Override
    public int next() {
        while (true) {
            double u = last + random.nextDouble() * (first - last);
            double x = inverse(u);
            int rank = (int) Math.max(1, Math.min(ranks, Math.round(x)));
            // The first condition spares most draws the powers of the second.
            if (rank - x <= sureWidth || u >= integral(rank + 0.5) - weight(rank)) {
                return rank - 1;
            }
        }
    }

    private double weight(double x) {
        return Math.pow(x, -exponent);
    }

    private double integral(double x) {
        return Math.pow(x, 1 - exponent) / (1 - exponent);
    }

    private double inverse(double area) {
        return Math.pow(area * (1 - exponent), 1 / (1 - exponent));
    }
}
