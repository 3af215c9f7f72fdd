package stockledger.trials.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** Compares a SKU's levels with the expected units on hand at the end of the day; none may be held or allocated. */
final class LevelCheck {

    private final String sku;
    private final List<Difference> found = new ArrayList<>();

    private LevelCheck(String sku) {
        this.sku = sku;
    }

    /**
     * @throws UnexpectedResponseException when a number is missing in the response
     */
    static List<Difference> differences(String sku, String location, long onHand, JsonNode inventory)
            throws UnexpectedResponseException {
        LevelCheck check = new LevelCheck(sku);
        check.units("in all", inventory, onHand);
        boolean found = false;
        for (JsonNode level : Json.array(inventory, "levels")) {
            String levelLocation = Json.text(level, "locationId");
            found |= levelLocation.equals(location);
            check.units("at " + levelLocation, level, levelLocation.equals(location) ? onHand : 0);
        }
        if (!found) {
            check.found.add(new Difference(sku, "levels", "one at " + location, "none there"));
        }
        return check.found;
    }

    private void units(String where, JsonNode holder, long onHand) throws UnexpectedResponseException {
        unit(where, holder, "onHand", onHand);
        unit(where, holder, "held", 0);
        unit(where, holder, "allocated", 0);
        unit(where, holder, "unavailable", 0);
        unit(where, holder, "available", onHand);
    }

    private void unit(String where, JsonNode holder, String field, long expected) throws UnexpectedResponseException {
        long got = Json.number(holder, field);
        if (got != expected) {
            found.add(new Difference(sku, field + " " + where, String.valueOf(expected), String.valueOf(got)));
        }
    }
}
