package stockledger.command.reservation;

import stockledger.events.LocationId;
import stockledger.events.ReservationId;
import stockledger.events.Sku;

/** The ids of the numbers in steps. */
final class ModelIds {

    private ModelIds() {}

    static String sku(int number) {
        return "sku-" + number % ShopStep.SKUS;
    }

    static Sku skuOf(int number) {
        return new Sku(sku(number));
    }

    static String location(int number) {
        return "location-" + number;
    }

    static LocationId locationOf(int number) {
        return new LocationId(location(number));
    }

    static String cart(int number) {
        return "cart-" + number;
    }

    static ReservationId cartOf(int number) {
        return new ReservationId(cart(number));
    }
}
