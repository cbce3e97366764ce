// A team that is chosen is shown at once; without scripts the button beside it does it.
for (const choice of document.querySelectorAll("select[data-sends]")) {
  choice.addEventListener("change", () => choice.form.requestSubmit());
}
