package stockledger.trials.events;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Compares a page with the search that it answers. */
final class PageCheck {

    private PageCheck() {}

    /** What is wrong with a page; empty if nothing. */
    static String differenceOf(Map<String, String> parameters, List<JsonNode> items) {
        boolean ascending = "asc".equals(parameters.get("order"));
        Instant before = ascending ? Instant.MIN : Instant.MAX;
        for (JsonNode item : items) {
            Instant time = Instant.parse(item.path("time").asText());
            if (ascending ? time.isBefore(before) : time.isAfter(before)) {
                return "an event at " + time + " follows one at " + before;
            }
            before = time;
            if (isOutside(parameters, time)) {
                return "an event at " + time + " is outside of the range";
            }
            for (Field field : Field.values()) {
                String asked = parameters.get(field.parameter());
                // An event can be found by more than the value that the trial looks at, such as by each line.
                String found = field.of(item);
                if (asked != null && !found.isEmpty() && !found.equals(asked)) {
                    return "an event has " + field.parameter() + " " + found;
                }
            }
        }
        return "";
    }

    private static boolean isOutside(Map<String, String> parameters, Instant time) {
        String from = parameters.get("from");
        String to = parameters.get("to");
        return from != null && time.isBefore(Instant.parse(from)) || to != null && !time.isBefore(Instant.parse(to));
    }
}
