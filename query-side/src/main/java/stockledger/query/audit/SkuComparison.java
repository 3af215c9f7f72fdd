package stockledger.query.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import stockledger.query.difference.FieldDifference;
import stockledger.query.difference.JsonDifferences;
import stockledger.query.listindex.StoredListEntry;
import stockledger.query.projection.StoredJson;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/** Collects the differences between what a SKU's events say and what is stored of it, at the same versions. */
final class SkuComparison {

    private final ExpectedAnswers expected;
    private final List<Difference> differences = new ArrayList<>();

    SkuComparison(ExpectedSku expected) {
        this.expected = new ExpectedAnswers(expected);
    }

    List<Difference> differences() {
        return List.copyOf(differences);
    }

    /** @param found members of the stored document */
    SkuComparison document(JsonNode found) {
        return add(Difference.DOCUMENT, "", expected.document(), found);
    }

    /** @param found the movements of a part of the ledger; null when it is missing */
    SkuComparison ledgerPart(long number, @Nullable JsonNode found) {
        return add(Difference.LEDGER, "part" + number, expected.ledgerPart(number), found);
    }

    /** The numbers of the parts of the ledger that are to be compared. */
    List<Long> newLedgerParts() {
        return expected.newLedgerParts();
    }

    /** The parts of the ledger that were compared never change again: they need not be compared another time. */
    void forgetLedgerParts() {
        expected.forgetLedgerParts();
    }

    /**
     * Compares an answer by its kind.
     *
     * @param where it was found
     * @param body null when there is none
     */
    SkuComparison answer(String where, String kind, byte @Nullable [] body) {
        JsonNode found = body == null ? null : json(body);
        return switch (kind) {
            case "pages" -> add(where, "page", expected.page(), found);
            case "availability" -> add(where, "availability", expected.availability(), found);
            case "inventory" -> add(where, "inventory", expected.inventory(), withOpaqueCursor(found));
            default -> throw new IllegalArgumentException("unknown answer " + kind);
        };
    }

    private static @Nullable JsonNode withOpaqueCursor(@Nullable JsonNode found) {
        if (found instanceof ObjectNode inventory && inventory.has("nextCursor")) {
            inventory.put("nextCursor", ExpectedAnswers.MORE);
        }
        return found;
    }

    SkuComparison listEntry(StoredListEntry found) {
        JsonNode placement =
                found.placement().isEmpty() ? null : json(found.placement().getBytes(UTF_8));
        JsonNode item = found.body().isEmpty() ? null : json(found.body().getBytes(UTF_8));
        add(Difference.LIST, "placement", expected.listPlacement(), placement);
        add(Difference.LIST, "item", expected.listItem(), item);
        if (found.absences() > 0) {
            differences.add(new Difference(
                    Difference.LIST,
                    "positions",
                    StringNode.valueOf("all"),
                    StringNode.valueOf(found.absences() + " missing")));
        }
        return this;
    }

    private static JsonNode json(byte[] body) {
        try {
            return StoredJson.mapper().readTree(body);
        } catch (RuntimeException unreadable) {
            return StringNode.valueOf(new String(body, UTF_8));
        }
    }

    private SkuComparison add(String where, String name, @Nullable JsonNode wanted, @Nullable JsonNode found) {
        for (FieldDifference one : JsonDifferences.between(wanted, found)) {
            differences.add(new Difference(where, path(name, one.field()), one.expected(), one.found()));
        }
        return this;
    }

    private static String path(String name, String field) {
        return name.isEmpty() || field.isEmpty() || field.startsWith("[") ? name + field : name + "." + field;
    }
}
