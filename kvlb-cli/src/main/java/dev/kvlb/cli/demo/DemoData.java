package dev.kvlb.cli.demo;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Collections;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

/** The countries and time zones that the JDK ships: some hundred entries that everybody knows some of. */
final class DemoData {
    private DemoData() {}

    /** Returns the entries {@code country/AT} to its name in English, and so on. */
    static SortedMap<String, String> countries() {
        SortedMap<String, String> entries = new TreeMap<>();
        for (String code : Locale.getISOCountries()) {
            entries.put("country/" + code, new Locale("", code).getDisplayCountry(Locale.ENGLISH));
        }
        return Collections.unmodifiableSortedMap(entries);
    }

    /** Returns the entries {@code zone/Europe/Vienna} to its standard offset from UTC at that time, and so on. */
    static SortedMap<String, String> zones(Instant now) {
        SortedMap<String, String> entries = new TreeMap<>();
        for (String zone : ZoneId.getAvailableZoneIds()) {
            String offset =
                    ZoneId.of(zone).getRules().getStandardOffset(now).getId().replace("Z", "+00:00");
            entries.put("zone/" + zone, offset);
        }
        return Collections.unmodifiableSortedMap(entries);
    }
}
