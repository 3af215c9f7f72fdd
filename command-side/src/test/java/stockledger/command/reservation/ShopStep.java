package stockledger.command.reservation;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * One thing that is asked of a shop, small enough to be read in a list.
 *
 * @param cart which reservation
 * @param sku which SKU
 * @param place which location; 0 leaves it open
 * @param units how many; 0 for all
 * @param more units of the next SKU too, when a cart is held; odd for what cannot be sold again, when units come back
 * @param crashAfter after so many commands the process dies; −1 when it lives
 */
record ShopStep(Kind kind, int cart, int sku, int place, int units, int more, int crashAfter) {

    static final int CARTS = 4;
    static final int SKUS = 3;
    static final int PLACES = 3;
    private static final int LENGTH = 30;

    /** What is asked. */
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
        UPKEEP,
        AN_HOUR_PASSES;

        /** Those take several commands, and a process may die between any two. */
        boolean isOfACart() {
            return this != RECEIVE && this != ADJUST && this != UPKEEP && this != AN_HOUR_PASSES;
        }
    }

    static List<ShopStep> drawn(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<ShopStep> steps = new ArrayList<>();
        for (int sku = 0; sku < SKUS; sku++) {
            steps.add(new ShopStep(Kind.RECEIVE, 0, sku, 1 + random.nextInt(PLACES), 3 + random.nextInt(9), 0, -1));
        }
        while (steps.size() < LENGTH) {
            steps.add(drawn(random));
        }
        return steps;
    }

    private static ShopStep drawn(SplittableRandom random) {
        Kind kind = switch (random.nextInt(20)) {
            case 0 -> Kind.RECEIVE;
            case 1 -> Kind.ADJUST;
            case 2, 3, 4, 5, 6 -> Kind.HOLD;
            case 7, 8, 9 -> Kind.CONFIRM;
            case 10 -> Kind.RELEASE;
            case 11 -> Kind.CANCEL;
            case 12 -> Kind.EXTEND;
            case 13, 14, 15 -> Kind.SHIP;
            case 16, 17 -> Kind.RETURN;
            case 18 -> Kind.UPKEEP;
            default -> Kind.AN_HOUR_PASSES;
        };
        int least = kind == Kind.SHIP ? 0 : 1;
        int place =
                kind == Kind.RECEIVE || kind == Kind.ADJUST ? 1 + random.nextInt(PLACES) : random.nextInt(PLACES + 1);
        boolean dies = kind.isOfACart() && random.nextInt(5) == 0;
        return new ShopStep(
                kind,
                random.nextInt(CARTS),
                random.nextInt(SKUS),
                place,
                least + random.nextInt(5),
                random.nextInt(3),
                dies ? random.nextInt(5) : -1);
    }

    @Override
    public String toString() {
        String dies = crashAfter < 0 ? "" : ", dies after " + crashAfter + " commands";
        return switch (kind) {
            case RECEIVE -> "receive " + units + " of sku-" + sku + " at place-" + place;
            case ADJUST -> "adjust sku-" + sku + " at place-" + place + " by " + (more == 0 ? units : -units);
            case HOLD ->
                "hold cart-" + cart + ": " + units + " of sku-" + sku
                        + (place == 0 ? " from anywhere" : " from place-" + place)
                        + (more == 0 ? "" : ", " + more + " of sku-" + (sku + 1) % SKUS) + dies;
            case SHIP -> "ship cart-" + cart + ": " + (units == 0 ? "all" : units + " of sku-" + sku) + dies;
            case RETURN ->
                "return to cart-" + cart + ": " + units + " of sku-" + sku + (place == 0 ? "" : " at place-" + place)
                        + (more % 2 == 1 ? ", unavailable" : "") + dies;
            case CONFIRM, RELEASE, CANCEL, EXTEND -> kind.name().toLowerCase(Locale.ROOT) + " cart-" + cart + dies;
            case UPKEEP -> "upkeep";
            case AN_HOUR_PASSES -> "an hour passes";
        };
    }
}
