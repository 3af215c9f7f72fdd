package stockledger.trials.rivals;

import java.util.Arrays;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The limit: Spring MVC on the same Tomcat, with nothing behind it but 1,024 bytes. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@RestController
public class ConstantAnswer {

    private static final byte[] ANSWER = new byte[1_024];

    static {
        Arrays.fill(ANSWER, (byte) 'x');
    }

    @GetMapping(path = "/constant", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<byte[]> constant() {
        return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(ANSWER);
    }
}
