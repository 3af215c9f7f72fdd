package stockledger.trials.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** Holds a SKU's levels against what must be on hand when the day is over, and nothing promised to anybody. */
final class LevelCheck {

    private final String sku;
    private final List<Difference> found = new ArrayList<>();

    private LevelCheck(String sku) {
        this.sku = sku;
    }

    /**
     * @throws Unreadable when the answer lacks a number
     */
    static List<Difference> differences(String sku, String location, long onHand, JsonNode inventory)
            throws Unreadable {
        LevelCheck check = new LevelCheck(sku);
        check.units("in all", inventory, onHand);
        boolean seen = false;
        for (JsonNode level : Json.array(inventory, "levels")) {
            String where = Json.text(level, "locationId");
            seen |= where.equals(location);
            check.units("at " + where, level, where.equals(location) ? onHand : 0);
        }
        if (!seen) {
            check.found.add(new Difference(sku, "levels", "one at " + location, "none there"));
        }
        return check.found;
    }

    private void units(String where, JsonNode holder, long onHand) throws Unreadable {
        unit(where, holder, "onHand", onHand);
        unit(where, holder, "held", 0);
        unit(where, holder, "allocated", 0);
        unit(where, holder, "unavailable", 0);
        unit(where, holder, "available", onHand);
    }

    private void unit(String where, JsonNode holder, String field, long expected) throws Unreadable {
        long got = Json.number(holder, field);
        if (got != expected) {
            found.add(new Difference(sku, field + " " + where, String.valueOf(expected), String.valueOf(got)));
        }
    }
}
