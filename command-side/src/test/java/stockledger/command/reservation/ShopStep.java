package stockledger.command.reservation;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * One step of a random history, with a short text for reports.
 *
 * @param cart number of the reservation
 * @param sku number of the SKU
 * @param location number of the location; 0 for any
 * @param units units; 0 for all
 * @param more units of the next SKU, for a hold and for new lines; an odd number for unavailable units, for a return; 0 or not 0 for the sign of
 *     an adjustment
 * @param crashAfter the process crashes after this many commands; −1 for no crash
 */
record ShopStep(Kind kind, int cart, int sku, int location, int units, int more, int crashAfter) {

    static final int CARTS = 4;
    static final int SKUS = 3;
    static final int LOCATIONS = 3;
    private static final int LENGTH = 30;

    /** The kind of a step. */
    enum Kind {
        RECEIVE,
        ADJUST,
        HOLD,
        CONFIRM,
        RELEASE,
        CANCEL,
        EXTEND,
        SHIP,
        RETURN,
        REPLACE_LINES,
        CONFIRM_LATE,
        RECOVER,
        HOUR;

        /** Such steps send several commands, and the process can crash between any two. */
        boolean isOfAReservation() {
            return this != RECEIVE && this != ADJUST && this != RECOVER && this != HOUR;
        }
    }

    /** Steps without changes of held and expired reservations. */
    static List<ShopStep> random(long seed) {
        return random(seed, 0);
    }

    /** Steps of all kinds. */
    static List<ShopStep> randomWithChanges(long seed) {
        return random(seed, 7);
    }

    private static List<ShopStep> random(long seed, int changes) {
        SplittableRandom random = new SplittableRandom(seed);
        List<ShopStep> steps = new ArrayList<>();
        for (int sku = 0; sku < SKUS; sku++) {
            steps.add(new ShopStep(Kind.RECEIVE, 0, sku, 1 + random.nextInt(LOCATIONS), 3 + random.nextInt(9), 0, -1));
        }
        while (steps.size() < LENGTH) {
            steps.add(random(random, changes));
        }
        return steps;
    }

    private static ShopStep random(SplittableRandom random, int changes) {
        Kind kind = switch (random.nextInt(20 + changes)) {
            case 0 -> Kind.RECEIVE;
            case 1 -> Kind.ADJUST;
            case 2, 3, 4, 5, 6 -> Kind.HOLD;
            case 7, 8, 9 -> Kind.CONFIRM;
            case 10 -> Kind.RELEASE;
            case 11 -> Kind.CANCEL;
            case 12 -> Kind.EXTEND;
            case 13, 14, 15 -> Kind.SHIP;
            case 16, 17 -> Kind.RETURN;
            case 18 -> Kind.RECOVER;
            case 19 -> Kind.HOUR;
            case 20, 21 -> Kind.CONFIRM_LATE;
            default -> Kind.REPLACE_LINES;
        };
        int least = kind == Kind.SHIP ? 0 : 1;
        int location = kind == Kind.RECEIVE || kind == Kind.ADJUST
                ? 1 + random.nextInt(LOCATIONS)
                : random.nextInt(LOCATIONS + 1);
        boolean crash = kind.isOfAReservation() && random.nextInt(5) == 0;
        return new ShopStep(
                kind,
                random.nextInt(CARTS),
                random.nextInt(SKUS),
                location,
                least + random.nextInt(5),
                random.nextInt(3),
                crash ? random.nextInt(5) : -1);
    }

    @Override
    public String toString() {
        String crash = crashAfter < 0 ? "" : ", crashes after " + crashAfter + " commands";
        return switch (kind) {
            case RECEIVE -> "receive " + units + " of sku-" + sku + " at location-" + location;
            case ADJUST -> "adjust sku-" + sku + " at location-" + location + " by " + (more == 0 ? units : -units);
            case HOLD, REPLACE_LINES ->
                kind.name().toLowerCase(Locale.ROOT) + " cart-" + cart + ": " + units + " of sku-" + sku
                        + (location == 0 ? " from anywhere" : " from location-" + location)
                        + (more == 0 ? "" : ", " + more + " of sku-" + (sku + 1) % SKUS) + crash;
            case SHIP -> "ship cart-" + cart + ": " + (units == 0 ? "all" : units + " of sku-" + sku) + crash;
            case RETURN ->
                "return to cart-" + cart + ": " + units + " of sku-" + sku
                        + (location == 0 ? "" : " at location-" + location) + (more % 2 == 1 ? ", unavailable" : "")
                        + crash;
            case CONFIRM, CONFIRM_LATE, RELEASE, CANCEL, EXTEND ->
                kind.name().toLowerCase(Locale.ROOT) + " cart-" + cart + crash;
            case RECOVER -> "recover";
            case HOUR -> "an hour passes";
        };
    }
}
