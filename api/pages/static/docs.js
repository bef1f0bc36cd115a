// Shows the description of the API: every file of it comes from here, and nothing asks anybody else.
"use strict";
const description = document.getElementById("description");
SwaggerUIBundle({
  domNode: description,
  url: description.dataset.description,
  deepLinking: true,
  displayOperationId: true,
  defaultModelsExpandDepth: 0,
  docExpansion: "list",
  filter: true,
  persistAuthorization: false,
  validatorUrl: null,
});
