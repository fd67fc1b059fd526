// Every page works without this file. It moves the focus to what is wrong with a form, and keeps an
// answer that stands alone ("None of these") and the ticks from standing together. Who says whether a question was
// clear stays on its page.
(function () {
  "use strict";

  var problems = document.querySelector(".govuk-error-summary");
  if (problems) {
    problems.focus();
  }

  // "Was this question clear?": he stays where he is, with his ticks, and is thanked there.
  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (!form.hasAttribute("data-feedback")) {
      return;
    }
    form.elements.stay.value = "1";
    setTimeout(function () {
      var thanks = document.getElementById("feedback-thanks");
      form.parentNode.hidden = true;
      thanks.hidden = false;
      thanks.focus();
    });
  });

  document.addEventListener("change", function (event) {
    var chosen = event.target;
    if (chosen.type !== "checkbox" || !chosen.checked || !chosen.form) {
      return;
    }
    var alone = chosen.hasAttribute("data-alone");
    Array.prototype.forEach.call(chosen.form.elements, function (other) {
      if (other !== chosen && other.name === chosen.name && (alone || other.hasAttribute("data-alone"))) {
        other.checked = false;
      }
    });
  });
})();
