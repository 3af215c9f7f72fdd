package stockledger.trials.acceptance;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import stockledger.trials.client.Call;
import stockledger.trials.client.RequestKind;

/** The day's commands as the service wants them. Every one has a key of its own that a repeat carries again. */
final class Requests {

    private static final String CURRENCY = "GBP";

    private final Books books;
    private final Names names;

    Requests(Books books) {
        this.books = books;
        this.names = books.names();
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
                .put("quantity", books.opening(sku))
                .put("reference", names.openingReference(sku));
        return Call.post(RequestKind.RECEIVE, Paths.receipts(sku), body, names.run(), "receive", sku);
    }

    /** The lines as the invoice has them, a SKU on several lines included. */
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

    /** Units back into the order that they had left with. */
    Call takeBack(DayRow row, Invoice order) {
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
        Movement movement = books.change(row);
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
