package stockledger.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ReadmeBlocksTest {

    @Test
    void jsonBlockBelongsToTheCommandsBeforeIt() {
        String page =
                "# A\n```bash\ncurl a\ncurl b\n```\nsays\n```json\n\"x\":1\n\"y\":2\n```\n```\nmvn\n```\n```bash\ncurl c\n```\n";

        assertThat(ReadmeBlocks.of(page))
                .containsExactly(
                        new ReadmeBlocks.Step("curl a\ncurl b\n", List.of("\"x\":1", "\"y\":2")),
                        new ReadmeBlocks.Step("curl c\n", List.of()));
    }
}
