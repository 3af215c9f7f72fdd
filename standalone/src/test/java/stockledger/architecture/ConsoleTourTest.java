package stockledger.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/console.md has a section with pictures for every view of the console, and for no other. ConsoleIT takes the pictures. */
class ConsoleTourTest {

    private static final String TOUR = "docs/console.md";
    private static final long MAX_BYTES = 3_000_000;

    private static final Pattern ADDRESS = Pattern.compile("(?m)^## .*\n\n`(/console[^`]*)`");

    @Test
    void everyViewHasASection() {
        List<String> addresses = new ArrayList<>();
        Matcher address = ADDRESS.matcher(Repository.document(TOUR));
        while (address.find()) {
            addresses.add(address.group(1));
        }

        assertThat(addresses)
                .containsExactlyElementsOf(
                        ConsoleRoute.all().stream().map(ConsoleRoute::path).toList());
    }

    @Test
    void everyPictureIsOfAViewAndShown() throws IOException {
        List<String> expected = new ArrayList<>();
        for (ConsoleRoute route : ConsoleRoute.all()) {
            for (Browser.Screen screen : Browser.Screen.values()) {
                expected.add(route.picture(screen));
            }
        }
        List<String> pictures = new ArrayList<>();
        long bytes = 0;
        try (Stream<Path> files = Files.list(Repository.folder().resolve("docs/console"))) {
            for (Path file : files.toList()) {
                pictures.add("docs/console/" + file.getFileName());
                bytes += Files.size(file);
            }
        }

        assertThat(pictures).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(bytes).isLessThan(MAX_BYTES);
        assertThat(Repository.document(TOUR))
                .contains(expected.stream()
                        .map(picture -> "](" + picture.substring("docs/".length()) + ")")
                        .toList());
    }
}
