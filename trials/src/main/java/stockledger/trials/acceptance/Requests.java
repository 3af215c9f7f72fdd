package stockledger.trials.acceptance;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import stockledger.trials.client.Call;
import stockledger.trials.client.RequestKind;

/** Builds the requests of the day. Each has its own idempotency key, which a retry carries too. */
final class Requests {

    private static final String CURRENCY = "GBP";

    private final LedgerFold fold;
    private final RunNames names;

    Requests(LedgerFold fold) {
        this.fold = fold;
        this.names = fold.names();
    }

    Call location() {
        ObjectNode body = object().put("id", names.location()).put("name", "Stock of the shop day");
        return Call.post(RequestKind.REGISTER, Paths.LOCATIONS, body, names.run(), "location", names.location())
                .acceptingRefusal("location-exists");
    }

    Call register(CatalogEntry entry) {
        ObjectNode body =
                object().put("sku", entry.sku()).put("name", entry.name()).put("category", entry.category());
        body.putObject("price").put("amount", entry.price().toPlainString()).put("currency", CURRENCY);
        return Call.post(RequestKind.REGISTER, Paths.PRODUCTS, body, names.run(), "register", entry.sku())
                .acceptingRefusal((code, uncertain) -> uncertain && code.equals("product-exists"));
    }

    Call receive(String sku) {
        ObjectNode body = object().put("locationId", names.location())
                .put("quantity", fold.opening(sku))
                .put("reference", names.openingReference(sku));
        return Call.post(RequestKind.RECEIVE, Paths.receipts(sku), body, names.run(), "receive", sku);
    }

    /** With the lines of the invoice; a SKU may be on several of them. */
    Call reserve(Invoice order) {
        ObjectNode body = object().put("id", names.reservation(order.number())).put("reference", order.number());
        ArrayNode lines = body.putArray("lines");
        order.sales().forEach(row -> lines.addObject().put("sku", row.sku()).put("quantity", row.quantity()));
        return Call.post(RequestKind.RESERVE, Paths.RESERVATIONS, body, names.run(), "reserve", order.number());
    }

    Call confirm(Invoice order) {
        return step(RequestKind.CONFIRM, order, "confirm");
    }

    Call ship(Invoice order) {
        return step(RequestKind.SHIP, order, "ship");
    }

    private Call step(RequestKind kind, Invoice order, String step) {
        String path = Paths.reservation(names.reservation(order.number())) + "/" + step;
        return Call.post(kind, path, object(), names.run(), step, order.number());
    }

    /** A return to the order that shipped the units. */
    Call returnTo(Invoice order, DayRow row) {
        ObjectNode body = object().put("reference", names.rowReference(row));
        body.putArray("lines")
                .addObject()
                .put("sku", row.sku())
                .put("quantity", Math.abs(row.quantity()))
                .put("condition", "sellable");
        String path = Paths.reservation(names.reservation(order.number())) + "/return";
        return Call.post(RequestKind.RETURN, path, body, names.run(), "return", String.valueOf(row.line()));
    }

    Call adjust(DayRow row) {
        Movement movement = fold.change(row);
        ObjectNode body = object().put("locationId", movement.location())
                .put("delta", movement.delta())
                .put("reason", movement.reason())
                .put("reference", movement.cause());
        RequestKind kind = row.isReturn() ? RequestKind.RETURN : RequestKind.WRITE_OFF;
        return Call.post(kind, Paths.adjustments(row.sku()), body, names.run(), "adjust", String.valueOf(row.line()));
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
