package stockledger.query.difference;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

class EveryDifferentFieldIsNamedTest {

    private static final JsonMapper JSON = new JsonMapper();

    private static List<String> between(@Nullable String expected, @Nullable String found) {
        return JsonDifferences.between(json(expected), json(found)).stream()
                .map(one -> one.field() + ": " + one.first() + " -> " + one.second())
                .toList();
    }

    private static @Nullable JsonNode json(@Nullable String text) {
        return text == null ? null : JSON.readTree(text.replace('\'', '"'));
    }

    @Test
    void equalDocumentsDifferInNothing() {
        assertThat(between("{'a':1,'b':[{'c':'x'}]}", "{'b':[{'c':'x'}],'a':1}"))
                .isEmpty();
    }

    @Test
    void pathsNameMembersAndElements() {
        assertThat(between(
                        "{'sku':'A','levels':[{'onHand':3},{'onHand':4}]}",
                        "{'sku':'A','levels':[{'onHand':3},{'onHand':5}]}"))
                .containsExactly("levels[1].onHand: 4 -> 5");
    }

    @Test
    void missingAndAddedFieldsAreDifferences() {
        assertThat(between("{'a':1,'l':[1]}", "{'l':[1,2],'b':{'c':true}}"))
                .containsExactly("a: 1 -> null", "l[1]: null -> 2", "b: null -> {\"c\":true}");
    }

    @Test
    void aMissingDocumentIsADifferenceOfTheWhole() {
        assertThat(between("{'a':1}", null)).containsExactly(": {\"a\":1} -> null");
        assertThat(between(null, null)).isEmpty();
    }

    @Test
    void anotherTypeIsADifference() {
        assertThat(between("{'a':1}", "{'a':'1'}")).containsExactly("a: 1 -> \"1\"");
        assertThat(between("{'a':[]}", "{'a':{}}")).containsExactly("a: [] -> {}");
    }

    @Test
    void numbersAreComparedByValue() {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        assertThat(JsonDifferences.between(nodes.numberNode(3), nodes.numberNode(3L)))
                .isEmpty();
        assertThat(JsonDifferences.between(nodes.numberNode(3), nodes.numberNode(4L)))
                .hasSize(1);
    }
}
