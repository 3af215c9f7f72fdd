package stockledger.query.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonTypeName;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import stockledger.events.store.EventNames;

/** The search of events offers the stored names of all events. */
class EventTypesOfTheConsoleTest {

    private static final Pattern NAME = Pattern.compile("^  '([^']+)',$", Pattern.MULTILINE);

    @Test
    void theListHasAllEvents() throws IOException {
        List<String> stored = EventNames.FAMILIES.stream()
                .flatMap(family -> Arrays.stream(family.getPermittedSubclasses()))
                .map(type -> Objects.requireNonNull(type.getAnnotation(JsonTypeName.class), type::getName)
                        .value())
                .sorted()
                .toList();
        try (InputStream file = ConsoleFiles.class.getResourceAsStream("parts/event-types.js")) {
            String text = new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
            List<String> offered = NAME.matcher(text)
                    .results()
                    .map((MatchResult match) -> match.group(1))
                    .toList();
            assertThat(offered).isEqualTo(stored);
        }
    }
}
