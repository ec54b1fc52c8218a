// Browsers start no worker from a page that is opened from a folder: there the search runs in a frame of the page.
if (location.protocol === "file:") {
  window.Worker = class {
    constructor(url) {
      this.waiting = [];
      this.frame = document.createElement("iframe");
      this.frame.hidden = true;
      this.frame.onload = () => {
        const inside = this.frame.contentWindow;
        inside.postMessage = (data) => this.onmessage && this.onmessage({ data });
        const script = inside.document.createElement("script");
        script.src = new URL(url, location).href;
        script.onload = () => {
          this.inside = inside;
          this.waiting.forEach((data) => this.postMessage(data));
        };
        inside.document.body.append(script);
      };
      document.body.append(this.frame);
    }
    postMessage(data) {
      if (this.inside) setTimeout(() => this.inside.onmessage({ data }));
      else this.waiting.push(data);
    }
    terminate() {
      this.frame.remove();
    }
  };
}
