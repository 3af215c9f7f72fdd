package stockledger.planted.command.stock;

import java.util.concurrent.locks.LockSupport;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Planted: a GET route and a route without a verb on the command side, field injection, waiting. */
@RestController
@RequestMapping("/v1/curious")
class CuriousController {

    @Autowired
    Peeker peeker;

    @GetMapping("/{sku}")
    String ask() {
        return "";
    }

    void poll() {
        LockSupport.parkNanos(1);
    }

    @RequestMapping("/any")
    String any() throws InterruptedException {
        Thread.sleep(1);
        return "";
    }
}
