package dev.kvlb.cli.text;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Finds the word that somebody may have meant. */
public final class Nearest {
    private static final int DISTANCE_MAX = 2;

    private Nearest() {}

    /** Returns the word that is the fewest changes away, if they are few and leave something of it; else null. */
    public static @Nullable String to(String typed, Collection<String> words) {
        String nearest = null;
        int best = DISTANCE_MAX + 1;
        for (String word : words) {
            int distance = distance(typed, word);
            if (distance < best && distance < word.length()) {
                best = distance;
                nearest = word;
            }
        }
        return nearest;
    }

    /** Counts the letters to add, drop, replace, or swap with their neighbour (optimal string alignment). */
    static int distance(String a, String b) {
        int[][] distances = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                distances[i][j] = i == 0 || j == 0 ? i + j : step(distances, a, b, i, j);
            }
        }
        return distances[a.length()][b.length()];
    }

    private static int step(int[][] distances, String a, String b, int i, int j) {
        int replaced = distances[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        int best = Math.min(replaced, Math.min(distances[i - 1][j], distances[i][j - 1]) + 1);
        boolean swapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(best, distances[i - 2][j - 2] + 1) : best;
    }
}
