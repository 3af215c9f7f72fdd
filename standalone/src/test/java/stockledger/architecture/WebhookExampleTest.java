package stockledger.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example in docs/webhooks.md prints the signature that it names. */
class WebhookExampleTest {

    @Test
    void theSignatureIsThatOfTheExample(@TempDir Path folder) throws IOException, InterruptedException {
        RequiredProgram.find("/usr/bin/openssl");
        String document = Repository.document("docs/webhooks.md");
        String after = document.substring(document.indexOf("```bash\n") + "```bash\n".length());
        String commands = after.substring(0, after.indexOf("```"));
        String shown = after.substring(after.indexOf("```\nv1,") + "```\n".length())
                .lines()
                .findFirst()
                .orElseThrow();

        assertThat(BashBlocks.run(commands, folder).strip()).isEqualTo(shown).startsWith("v1,");
    }
}
