package stockledger.query.demand;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import stockledger.events.demand.DemandEvent.DemandRefused;
import stockledger.events.demand.RefusedShopper;

/**
 * What was refused in one day. Of a shopper the greatest request of the day counts.
 *
 * @param requests number of refused requests, repeated ones too
 * @param named the first {@link #MAX_NAMED} shoppers
 * @param others number of shoppers that are not named; one that is refused in several events is several
 * @param othersAsked units that these asked for
 * @param othersShort units that these were short of
 */
record RefusedUnits(long requests, List<RefusedShopper> named, long others, long othersAsked, long othersShort) {

    /** A document then has at most some 100 KB, mostly far less. */
    static final int MAX_NAMED = 500;

    static final RefusedUnits NONE = new RefusedUnits(0, List.of(), 0, 0, 0);

    RefusedUnits with(DemandRefused event) {
        Map<String, RefusedShopper> shoppers = new LinkedHashMap<>();
        named.forEach(shopper -> shoppers.put(shopper.id(), shopper));
        long more = others + event.otherRequests();
        long asked = othersAsked + event.otherUnitsAsked();
        long shortBy = othersShort + event.otherUnitsShort();
        for (RefusedShopper shopper : event.shoppers()) {
            RefusedShopper known = shoppers.get(shopper.id());
            if (known != null) {
                shoppers.put(shopper.id(), known.with(shopper.unitsAsked(), shopper.unitsShort()));
            } else if (shoppers.size() < MAX_NAMED) {
                shoppers.put(shopper.id(), shopper);
            } else {
                more++;
                asked += shopper.unitsAsked();
                shortBy += shopper.unitsShort();
            }
        }
        return new RefusedUnits(requests + event.requests(), new ArrayList<>(shoppers.values()), more, asked, shortBy);
    }

    long shoppers() {
        return named.size() + others;
    }

    long unitsAsked() {
        return named.stream().mapToLong(RefusedShopper::unitsAsked).sum() + othersAsked;
    }

    long unitsShort() {
        return named.stream().mapToLong(RefusedShopper::unitsShort).sum() + othersShort;
    }
}
