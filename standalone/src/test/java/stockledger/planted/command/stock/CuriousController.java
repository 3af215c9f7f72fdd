package stockledger.planted.command.stock;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Planted: the command side is asked, by any verb too, and its field is filled from outside. */
@RestController
@RequestMapping("/v1/curious")
class CuriousController {

    @Autowired
    Peeker peeker;

    @GetMapping("/{sku}")
    String ask() {
        return "";
    }

    @RequestMapping("/any")
    String any() throws InterruptedException {
        Thread.sleep(1);
        return "";
    }
}
