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
    private final List<AuditDifference> differences = new ArrayList<>();

    SkuComparison(ExpectedSku expected) {
        this.expected = new ExpectedAnswers(expected);
    }

    List<AuditDifference> differences() {
        return List.copyOf(differences);
    }

    /** @param found members of the stored document */
    SkuComparison document(JsonNode found) {
        return add(AuditDifference.DOCUMENT, "", expected.document(), found);
    }

    /** @param found the movements of a part of the ledger; null when it is missing */
    SkuComparison ledgerPart(long number, @Nullable JsonNode found) {
        return add(AuditDifference.LEDGER, "part" + number, expected.ledgerPart(number), found);
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
     * Compares an answer by its name.
     *
     * @param kind of the difference: where the answer is served from
     * @param body null when there is none
     */
    SkuComparison answer(String kind, String name, byte @Nullable [] body) {
        JsonNode served = body == null ? null : json(body);
        return switch (name) {
            case "pages" -> add(kind, "page", expected.page(), served);
            case "availability" -> add(kind, "availability", expected.availability(), served);
            case "inventory" -> add(kind, "inventory", expected.inventory(), withOpaqueCursor(served));
            default -> throw new IllegalArgumentException("unknown answer " + name);
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
        add(AuditDifference.LIST, "placement", expected.listPlacement(), placement);
        add(AuditDifference.LIST, "item", expected.listItem(), item);
        if (found.absences() > 0) {
            differences.add(new AuditDifference(
                    AuditDifference.LIST,
                    "positions",
                    StringNode.valueOf(found.absences() + " missing"),
                    StringNode.valueOf("all")));
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

    private SkuComparison add(String kind, String name, @Nullable JsonNode folded, @Nullable JsonNode served) {
        for (FieldDifference one : JsonDifferences.between(served, folded)) {
            differences.add(new AuditDifference(kind, path(name, one.field()), one.first(), one.second()));
        }
        return this;
    }

    private static String path(String name, String field) {
        return name.isEmpty() || field.isEmpty() || field.startsWith("[") ? name + field : name + "." + field;
    }
}
