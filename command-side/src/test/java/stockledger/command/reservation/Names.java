package stockledger.command.reservation;

import stockledger.events.LocationId;
import stockledger.events.ReservationId;
import stockledger.events.Sku;

/** What the numbers in a shop's steps stand for. */
final class Names {

    private Names() {}

    static String sku(int number) {
        return "sku-" + number % ShopStep.SKUS;
    }

    static Sku skuOf(int number) {
        return new Sku(sku(number));
    }

    static String place(int number) {
        return "place-" + number;
    }

    static LocationId placeOf(int number) {
        return new LocationId(place(number));
    }

    static String cart(int number) {
        return "cart-" + number;
    }

    static ReservationId cartOf(int number) {
        return new ReservationId(cart(number));
    }
}
