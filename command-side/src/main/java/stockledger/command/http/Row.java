package stockledger.command.http;

import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.Validator;
import java.util.Set;
import stockledger.events.Sku;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** One row of a bulk request, validated like the body of a single command. */
public final class Row {

    private static final String SKU = "sku";

    private final ObjectNode members;
    private final JsonMapper json;
    private final Validator validator;

    Row(ObjectNode members, JsonMapper json, Validator validator) {
        this.members = members;
        this.json = json;
        this.validator = validator;
    }

    /** Removes the SKU from the row: in a single command it is part of the path. */
    public Sku takeSku() {
        JsonNode given = members.remove(SKU);
        if (given == null || given.isNull()) {
            throw new InvalidBody(SKU, "validation-failed", "must not be null");
        }
        if (!given.isString()) {
            throw new InvalidBody(SKU, "wrong-type", "The value has the wrong type.");
        }
        try {
            return new Sku(given.asString());
        } catch (IllegalArgumentException e) {
            throw new InvalidBody(SKU, "validation-failed", String.valueOf(e.getMessage()));
        }
    }

    /** The rest of the row, as the body of a single command. */
    public <B> B body(Class<B> type) {
        B body = json.treeToValue(members, type);
        Set<ConstraintViolation<B>> wrong = validator.validate(body);
        if (!wrong.isEmpty()) {
            throw new ConstraintViolationException(wrong);
        }
        return body;
    }
}
